/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * New services, conversations and client ports: found by detect_new, put into
 * words by detect_new_report. Shared by these two only.
 */
#ifndef OTCAP_DETECT_NEW_H
#define OTCAP_DETECT_NEW_H

#include "judge/detect_fold.h"

/* A keyed_fn: the finding of this kind about n records. */
void new_report(struct scene *s, const struct keyed *k, size_t n);

#endif
