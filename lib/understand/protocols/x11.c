/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * X11 (X Window System Protocol, 8 and appendix B): how a program connects
 * to a display. The display is the server, so a program's host calls the
 * desktop.
 *
 *   program   l or B | 0 | major 11 | minor | name's length 2 | data's
 *             length 2 | 0 0 | name and data, each filled up to words of 4
 *   display   0 refused, 1 well, 2 more | 1 | major 11 | minor | words 2 ...
 *
 * l: little-endian, B: big-endian.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { SETUP = 12, ANSWER = 8, MAJOR = 11, MAX_NAME = 64, MAX_DATA = 512 };

enum { REFUSED, WELL, MORE };

static const char *const operations[] = {
	"login:display", "error:refused", NULL,
};

static uint16_t load16(const uint8_t *p, bool big)
{
	return big ? load_be16(p) : load_le16(p);
}

static int32_t setup(const uint8_t *p, size_t n)
{
	bool big = p[0] == 'B';
	uint32_t name, data;

	if (n < SETUP)
		return n > 1 && p[1] ? NOT_MINE : NEED_MORE;
	name = load16(p + 6, big);
	data = load16(p + 8, big);
	if (p[1] || load16(p + 2, big) != MAJOR || load16(p + 4, big) ||
	    name > MAX_NAME || data > MAX_DATA || !name != !data ||
	    load_be16(p + 10))
		return NOT_MINE;
	return (int32_t)(SETUP + (name + 3) / 4 * 4 + (data + 3) / 4 * 4);
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	bool big;
	uint32_t words;

	(void)udp;
	if (!n)
		return NEED_MORE;
	if (p[0] == 'l' || p[0] == 'B')
		return setup(p, n);
	if (p[0] > MORE)
		return NOT_MINE;
	if (n < ANSWER)
		return NEED_MORE;
	big = !p[2];
	words = load16(p + 6, big);
	/* The answer to a setup holds the display's maker and screens, a
	 * refusal as many octets of reason as p[1] says. */
	if (load16(p + 2, big) != MAJOR || load16(p + 4, big) ||
	    (p[0] == WELL ? p[1] || words < 18 :
			    !words || (p[0] == REFUSED &&
				       words != (p[1] + 3u) / 4)))
		return NOT_MINE;
	return (int32_t)(ANSWER + words * 4);
}

static bool message(const struct message *m, struct saying *s)
{
	if (!m->n)
		return false;
	if (m->p[0] > MORE) {
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(0);
		return true;
	}
	s->speech = SPEECH_RESPONSE;
	if (m->p[0] == REFUSED)
		s->operations = OPERATION(1);
	return true;
}

const struct protocol x11 = {
	.name = "x11",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_MEDIUM,
	.loose = true,
	.unproven = true,
	.ports = { 6000, 6001, 6002, 6003, 6010, 6011, 6012 },
	.operations = operations,
	.length = length,
	.message = message,
};
