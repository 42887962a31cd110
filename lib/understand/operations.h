/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The operations heard on a flow, as the flow CSV has them: sorted words,
 * joined by "+", of both sides together (requests and the errors answered).
 */
#ifndef OTCAP_OPERATIONS_H
#define OTCAP_OPERATIONS_H

struct strpool;
struct talk;

/* Lives as long as the pool; "" when there are none. */
const char *operations_text(struct strpool *pool, const struct talk *t);

#endif
