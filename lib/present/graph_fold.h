/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which targets of a source become one node: those that refused, and those
 * that never answered, where either are more than a few.
 */
#ifndef OTCAP_GRAPH_FOLD_H
#define OTCAP_GRAPH_FOLD_H

#include "present/graph_talks.h"

/* This many targets of one source are still drawn one by one. */
enum { GRAPH_FOLD_OVER = 2 };

/* Talks are merged before and in the order of edges after. */
void graph_fold(struct graph_talks *ts);

#endif
