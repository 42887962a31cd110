/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A baseline as evidence of direction: who was the client of a conversation
 * when it was learned. Only what was sure then proves anything now, or a
 * guess would confirm itself from week to week; what a rule allows, and until
 * when, does not matter here.
 */
#ifndef OTCAP_BASELINE_KNOWN_H
#define OTCAP_BASELINE_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

/* A direction_known_fn; ctx is a struct baseline. */
bool baseline_known(const void *ctx, uint8_t proto, uint32_t client,
		    uint32_t server, uint16_t server_port);

#endif
