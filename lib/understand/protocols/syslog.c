/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Syslog (RFC 3164, 4.1; RFC 5424, 6; over TCP RFC 6587, 3.4).
 *
 *   <PRI>Mmm dd hh:mm:ss host ...         PRI: 0 to 191
 *   <PRI>1 2003-10-11T22:14:15Z host ...  or - for the time
 *   over TCP also with the number of octets and a blank before
 *
 * One way: who sends is the client of the log. Anything printable behind
 * <PRI> is Syslog's on its own port only.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "understand/protocols/lines.h"

enum { SYSLOG_PORT = 514, MAX_PRIORITY = 191, LOOK = 32 };

/* Behind <PRI>, or NULL. */
static const uint8_t *behind_priority(const uint8_t *p, const uint8_t *end)
{
	const uint8_t *start;
	uint32_t number;

	/* The count of octets; <PRI> says more than it. */
	if (p < end && *p != '<' &&
	    (!text_number(&p, end, UINT16_MAX, &number) || p == end ||
	     *p++ != ' '))
		return NULL;
	if (p == end || *p++ != '<')
		return NULL;
	start = p;
	if (!text_number(&p, end, MAX_PRIORITY, &number) || p == end ||
	    *p != '>' || (*start == '0' && p - start > 1))
		return NULL;
	return p + 1;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	const uint8_t *at = behind_priority(p, p + n);
	size_t left = at ? (size_t)(p + n - at) : 0;

	if (!left || (udp && p[0] != '<') ||
	    !text_is_plain(at, left < LOOK ? left : LOOK))
		return NOT_MINE;
	return (int32_t)n;
}

static bool has_time(const uint8_t *p, const uint8_t *end)
{
	static const char *const months[] = {
		"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP",
		"OCT", "NOV", "DEC",
	};
	size_t n = (size_t)(end - p);

	if (n >= 7 && p[0] == '1' && p[1] == ' ' &&
	    (p[2] == '-' || (p[2] == '2' && p[6] == '-')))
		return true;
	if (n < 15 || p[3] != ' ' || p[6] != ' ' || p[9] != ':')
		return false;
	for (unsigned i = 0; i < sizeof months / sizeof *months; i++)
		if (text_starts(p, n, months[i]))
			return true;
	return false;
}

static bool message(const struct message *m, struct saying *s)
{
	const uint8_t *end = m->p + m->n;
	const uint8_t *at = behind_priority(m->p, end);

	if (!at || !(has_time(at, end) || m->port[0] == SYSLOG_PORT ||
		     m->port[1] == SYSLOG_PORT))
		return false;
	s->speech = SPEECH_REQUEST;
	return true;
}

const struct protocol syslog_lines = {
	.name = "syslog",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.loose = true,
	.unproven = true,
	.ports = { SYSLOG_PORT, 601 },
	.length = length,
	.message = message,
};
