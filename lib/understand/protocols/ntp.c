/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * NTP (RFC 5905, 7.3; control messages of RFC 9327; mode 7 of ntpd's
 * ntp_request.h).
 *
 *   first octet: leap 2 bits, version 3, mode 3
 *   modes 1 to 5: stratum 1 | poll 1 | precision 1 | delay 4 | dispersion 4 |
 *     reference 4 | four times of 8 | extensions and a check, words of 4
 *   mode 6: 80 answer, 40 error, 20 more, 5 bits operation | sequence 2 |
 *     status 2 | association 2 | offset 2 | count 2 | data
 *   mode 7: of the first octet 80 answer; sequence 1 | implementation 1 |
 *     request 1 | error 4 bits, items 12 | size of one 2
 *
 * Both ends use port 123 when servers talk among themselves (modes 1 and 2).
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { TIME_OCTETS = 48, CONTROL_HEADER = 12, PRIVATE_HEADER = 8,
       MAX_DATAGRAM = 1024, TRANSMIT = 40, NTP_PORT = 123 };

enum mode { ACTIVE = 1, PASSIVE, CLIENT, SERVER, BROADCAST, CONTROL,
	    PRIVATE };

static const char *const operations[] = {
	"diagnostic:control", "write:control", "diagnostic:private", NULL,
};

enum { READ_CONTROL = 1 << 0, WRITE_CONTROL = 1 << 1,
       PRIVATE_REQUEST = 1 << 2 };

/* Nothing, a check of 4, 20 or 24 octets, or an extension (RFC 7822, 7.5):
 * type 2, its whole length 2. */
static bool ends_well(const uint8_t *p, size_t n)
{
	if (!n || n == 4 || n == 20 || n == 24)
		return true;
	return n >= 16 && load_be16(p + 2) >= 16 &&
	       load_be16(p + 2) % 4 == 0 && load_be16(p + 2) <= n;
}

static bool is_time(const uint8_t *p, size_t n)
{
	/* Delay and dispersion begin with seconds: nobody has 256 of them. */
	if (n < TIME_OCTETS || n % 4 || p[1] > 16 ||
	    (p[2] > 17 && p[2] < 0xf0) || (p[3] > 0 && p[3] < 0xd0) ||
	    p[4] || p[8] || !ends_well(p + TIME_OCTETS, n - TIME_OCTETS))
		return false;
	/* A client may leave all but the first octet and its time 0. */
	return (p[0] & 7) == CLIENT || load_be32(p + TRANSMIT);
}

static bool is_control(const uint8_t *p, size_t n)
{
	size_t count;

	if (n < CONTROL_HEADER || (p[1] & 0x1f) > 12)
		return false;
	count = load_be16(p + 10);
	return n - CONTROL_HEADER >= count && count <= 468;
}

static bool is_private(const uint8_t *p, size_t n)
{
	size_t data;

	if (n < PRIVATE_HEADER || (p[2] != 0 && p[2] != 2 && p[2] != 3) ||
	    p[3] > 46 || load_be16(p + 6) > 0x0fff)
		return false;
	data = (size_t)(load_be16(p + 4) & 0x0fff) * load_be16(p + 6);
	return n - PRIVATE_HEADER >= data && data <= 500;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	unsigned version, mode;
	bool mine;

	(void)udp;
	if (n < PRIVATE_HEADER || n > MAX_DATAGRAM)
		return NOT_MINE;
	version = p[0] >> 3 & 7;
	mode = p[0] & 7;
	if (!version || version > 4 || !mode)
		return NOT_MINE;
	if (mode == CONTROL)
		mine = is_control(p, n);
	else if (mode == PRIVATE)
		mine = is_private(p, n);
	else
		mine = is_time(p, n);
	return mine ? (int32_t)n : NOT_MINE;
}

static enum speech speech_of(const uint8_t *p)
{
	switch (p[0] & 7) {
	case CLIENT:
		return SPEECH_REQUEST;
	case PASSIVE:
	case SERVER:
	case BROADCAST:
		return SPEECH_RESPONSE;
	case CONTROL:
		return p[1] & 0x80 ? SPEECH_RESPONSE : SPEECH_REQUEST;
	case PRIVATE:
		return p[0] & 0x80 ? SPEECH_RESPONSE : SPEECH_REQUEST;
	default:
		return SPEECH_NEITHER;
	}
}

/* What proves little by its form: the modes for control, and a client that
 * says not even its time. */
static bool is_plain(const uint8_t *p, size_t n)
{
	return (p[0] & 7) >= CONTROL || n < TIME_OCTETS ||
	       !load_be32(p + TRANSMIT);
}

static bool message(const struct message *m, struct saying *s)
{
	unsigned mode;

	if (m->n < PRIVATE_HEADER)
		return false;
	mode = m->p[0] & 7;
	if (is_plain(m->p, m->n) && m->port[0] != NTP_PORT &&
	    m->port[1] != NTP_PORT)
		return false;
	s->speech = speech_of(m->p);
	if (s->speech != SPEECH_REQUEST)
		return true;
	/* Operations 3 and 5 write variables (RFC 9327, 2). */
	if (mode == CONTROL)
		s->operations = (m->p[1] & 0x1f) == 3 ||
				(m->p[1] & 0x1f) == 5 ? WRITE_CONTROL :
							READ_CONTROL;
	else if (mode == PRIVATE)
		s->operations = PRIVATE_REQUEST;
	return true;
}

const struct protocol ntp = {
	.name = "ntp",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ports = { NTP_PORT },
	.operations = operations,
	.length = length,
	.message = message,
};
