/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Community ID v1 with seed 0: one name for a flow across tools.
 * Specification: https://github.com/corelight/community-id-spec
 */
#ifndef OTCAP_COMMUNITY_ID_H
#define OTCAP_COMMUNITY_ID_H

#include <stdint.h>

/* Always as long, with its NUL. */
enum { COMMUNITY_ID_TEXT = 31 };

/* Endpoints in either order give the same; returns buf. */
char *community_id(uint8_t proto, const uint32_t addr[2],
		   const uint16_t port[2], char buf[COMMUNITY_ID_TEXT]);

#endif
