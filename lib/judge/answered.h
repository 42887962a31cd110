/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Datagrams that were answered from another port: in DCE/RPC without a
 * connection (PROFINET: IEC 61158-6-10; the Open Group's C706, 9.5.3) a server
 * may answer a call from a port of its own, so the flow to the well-known port
 * has one way only, and the answer is a flow that says where its port was
 * agreed. Reads records only; whether an answer was welcome is not its matter.
 */
#ifndef OTCAP_ANSWERED_H
#define OTCAP_ANSWERED_H

#include <stdbool.h>
#include <stddef.h>

struct answered;
struct record;

/* The records, in any order, are borrowed until answered_free. */
struct answered *answered_new(const struct record *records, size_t n);
/* Was this flow, in which its server is silent, answered from another port
 * within a minute? */
bool answered_has(const struct answered *a, const struct record *r);
void answered_free(struct answered *a);			/* NULL is fine */

#endif
