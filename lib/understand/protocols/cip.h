/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CIP messages, as EtherNet/IP carries them: which services of which objects,
 * and how they were answered. What carries them is not looked at.
 */
#ifndef OTCAP_CIP_H
#define OTCAP_CIP_H

#include "ground/bytes.h"
#include "understand/protocols/protocol.h"

/* Where a ForwardOpen moves implicit I/O to. */
enum { CIP_IO_PORT = 2222 };

/* Octets of the shortest message that has a gist. */
enum { CIP_LEAST = 4 };

/* Of CIP, then these, which are EtherNet/IP's own. */
extern const char *const cip_operations[];
enum { CIP_OP_ENCAPSULATION = 39, CIP_OP_IDENTITY, CIP_OP_SERVICES };

/* What the message at c says, up to its end; its speech, too. */
void cip_message(struct cursor c, struct saying *s);
/* As protocol.gist, of n octets, at least CIP_LEAST. */
uint64_t cip_gist(const uint8_t *p, size_t n);

#endif
