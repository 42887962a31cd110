/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The framing that S7comm, S7comm-plus, MMS and RDP share: TPKT (RFC 1006,
 * 6) around the TPDUs of ISO 8073 class 0, called COTP.
 *
 *    0    1    2        4    5      6
 *   +----+----+--------+----+------+------
 *   | 03 | 00 | length | LI | code | ...       length: all of it, big-endian
 *   +----+----+--------+----+------+------     LI: octets after it, user data
 *                                              not counted
 *   CR e0, CC d0, DR 80: reference 2, reference 2, class or reason 1,
 *   parameters. DT f0: 80 at the end of a message, 00 before; user data.
 *
 * Who opens (CR) and accepts (CC) says who is the client, not what will be
 * spoken. So the protocols above take these TPDUs only once they are sure;
 * until then iso_tsap has them, which is never sure of itself.
 */
#ifndef OTCAP_TPKT_H
#define OTCAP_TPKT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct message;
struct saying;

enum { TPKT_USER = 7 };		/* where the user data of a DT begin */

/* What message() makes of a TPDU before the protocol above looks at it. */
enum tpkt_part {
	TPKT_FRESH,		/* user data, the beginning of a message */
	TPKT_MIDDLE,		/* user data that may go on with the last */
	TPKT_ASIDE,		/* CR, CC, DR, ER or no data; *s is filled */
};

/* As struct protocol.length. */
int32_t tpkt_length(const uint8_t *p, size_t n, bool udp);

/* m has at least TPKT_USER octets. */
enum tpkt_part tpkt_part(const struct message *m, struct saying *s);
/* The user data end with this TPDU. */
bool tpkt_ends(const struct message *m);
/* The protocol above has seen enough of itself in this flow. */
bool tpkt_known(const struct message *m);
/* Keep in memory that the flow is the protocol's, and how the TPDU ended;
 * memory octet 0 is tpkt's, the others are the protocol's. Returns true. */
bool tpkt_accept(const struct message *m);

#endif
