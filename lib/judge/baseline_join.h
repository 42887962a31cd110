/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Several baselines beside each other (of the weekend, of a turnaround): what
 * any of them allows is allowed. Other than merging, nothing is reconciled,
 * and what only the later ones remember is not expected to be heard.
 */
#ifndef OTCAP_BASELINE_JOIN_H
#define OTCAP_BASELINE_JOIN_H

struct baseline;

/* All of from into b, both finished; path is where from's lines stand. b is
 * for asking only: it is not one to be written. */
void baseline_join(struct baseline *b, const struct baseline *from,
		   const char *path);

#endif
