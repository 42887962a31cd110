/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Server ports of a rule as people write them: 502, 1025-1040, 5000|5002,
 * 51000+octet, dynamic:135. A port that was agreed in another conversation,
 * whatever the port of that one,
 * (dynamic) can be any: which one it was asked of is the baseline's index's
 * to compare.
 */
#ifndef OTCAP_BASELINE_PORT_H
#define OTCAP_BASELINE_PORT_H

#include "judge/baseline.h"

/* 0 or -1; on success p->range is owned by the caller. */
int port_spec_parse(const char *s, struct port_spec *p);
void port_spec_put(struct text *t, const struct port_spec *p);
void port_spec_copy(struct port_spec *to, const struct port_spec *from);
int port_spec_cmp(const struct port_spec *a, const struct port_spec *b);
/* Exactly one port? */
bool port_spec_is_one(const struct port_spec *p);
/* Does it mean this port at this server? Dynamic: no port by its number. */
bool port_spec_has(const struct port_spec *p, uint16_t port, uint32_t server);
/* Is every port of p one of wide, whatever the server? */
bool port_spec_holds(const struct port_spec *wide, const struct port_spec *p);
/* A decimal port number, nothing else; 0 or -1. */
int port_parse(const char *s, uint16_t *port);

#endif
