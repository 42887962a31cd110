/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * About 40 packets with some of every class: what is wrapped into each link
 * layer and container.
 */
#ifndef PLANT_SAMPLE_H
#define PLANT_SAMPLE_H

#include "net.h"

/* Starts the simulation; the tape is ready. */
void sample_run(struct sim *sim, uint64_t seed);
/* The same without what is in scope. */
void sample_run_noise(struct sim *sim, uint64_t seed);

#endif
