/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The weakness review of a first visit: what needs no baseline to be worth a
 * look. What detect finds without one, and how the site is built: control
 * protocols that ask for no login, remote access, clients with fixed ports,
 * conversations between zones, machines in default settings.
 *
 * One finding a weakness and service, with its machines inside. A review
 * tells how things are and calls nobody an intruder.
 */
#ifndef OTCAP_REVIEW_H
#define OTCAP_REVIEW_H

#include "judge/detect.h"

struct setaside;

/*
 * in->baseline is NULL. aside: what captures hold besides flows; NULL where
 * there were none, and then nothing is said of it. Findings come finished.
 */
void review(const struct detect_input *in, const struct setaside *aside,
	    struct findings *out);

#endif
