/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What an intruder adds to a normal week. Times are fixed to the day and
 * second, so that a test can look for them.
 */
#ifndef PLANT_ATTACK_H
#define PLANT_ATTACK_H

#include "net.h"

/* The maintenance server scans the network, then guesses SSH passwords. */
void attack_scan(struct sim *sim);
/* The HMI calls 203.0.113.66, TCP 4441, which does not answer: 8 tries. */
void attack_beacon(struct sim *sim);
/* It answers: 540,000 bytes out, 6,000 bytes in. */
void attack_upload(struct sim *sim);

#endif
