/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/conn.h"

#include <criterion/criterion.h>
#include <string.h>

#include "packets.h"
#include "read/packet.h"

/* What the whole pipeline says of a story: state, initiator. */
static const char *word_of(const char *text, const char **initiator)
{
	struct shot shots[STORY_SHOTS];
	const char *csv = flows_csv_of(shots_capture(shots,
						     story(text, shots)));

	*initiator = csv_field(csv, 1, 15);
	return csv_field(csv, 1, 8);
}

static const struct {
	const char *story, *word, *initiator;
} words[] = {
	{ "S", "S0", "client" },
	{ "SSS", "S0", "client" },
	{ "ShA", "S1", "client" },
	{ "ShADdFf", "SF", "client" },
	{ "ShADdfFAa", "SF", "client" },
	{ "Sq", "REJ", "client" },
	{ "SqSqSq", "REJ", "client" },
	{ "q", "RSTRH", "client" },
	{ "ShADdF", "S2", "client" },
	{ "ShADdf", "S3", "client" },
	{ "ShADdR", "RSTO", "client" },
	{ "ShR", "RSTO", "client" },
	{ "ShADdr", "RSTR", "client" },
	{ "SR", "RSTOS0", "client" },
	{ "hr", "RSTRH", "client" },
	{ "SF", "SH", "client" },
	{ "hf", "SHR", "client" },
	{ "DdDd", "OTH", "" },
	{ "N", "OTH", "" },
	/* The opening is seen in part. */
	{ "h", "OTH", "client" },
	{ "hAD", "S1", "client" },
	{ "hADf", "S3", "client" },
	{ "hADdFf", "SF", "client" },
	{ "hADr", "RSTR", "client" },
	/* The mirror has turned the first two round. */
	{ "hSAD", "S1", "client" },
	{ "qS", "REJ", "client" },
	/* An acknowledgement is not yet an answer, nor a talk. */
	{ "Sa", "S0", "client" },
	{ "ShaADd", "S1", "client" },
	{ "SahA", "S1", "client" },
	/* One way of two: not in vain. */
	{ "SAD", "OTH", "client" },
	{ "SADr", "RSTR", "client" },
	{ "SADd", "S1", "client" },
	/* Midstream. */
	{ "DF", "SH", "" },
	{ "Df", "SHR", "" },
	{ "DdR", "OTH", "" },
	{ "R", "OTH", "" },
	{ "RR", "OTH", "" },
	{ "Ddr", "RSTRH", "" },
	{ "DdFf", "SF", "" },
	/* After the end nothing changes. */
	{ "ShADdFfR", "SF", "client" },
	{ "ShADdFRf", "SF", "client" },
	{ "ShADdFR", "RSTO", "client" },
	{ "ShADdRF", "RSTO", "client" },
	{ "ShADdfrF", "SF", "client" },
	{ "ShRr", "REJ", "client" },
	{ "ShADRr", "RSTR", "client" },
	/* Simultaneous open. */
	{ "Ss", "S1", "client" },
	{ "SsHh", "S1", "client" },
};

Test(conn, words)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *initiator;
		const char *word = word_of(words[i].story, &initiator);

		cr_expect_str_eq(word, words[i].word, "%s: %s, not %s",
				 words[i].story, word, words[i].word);
		cr_expect_str_eq(initiator, words[i].initiator,
				 "%s: initiator '%s'", words[i].story,
				 initiator);
	}
}

/* The word is the initiator's, whoever is the client in the end. */
Test(conn, seen_from_the_initiator)
{
	static const struct {
		const char *story;
		enum conn_state from_0, from_1;
	} cases[] = {
		{ "S", CONN_S0, CONN_OTH },	 { "Sh", CONN_S1, CONN_S1 },
		{ "ShF", CONN_S2, CONN_S3 },	 { "Shf", CONN_S3, CONN_S2 },
		{ "ShR", CONN_RSTO, CONN_RSTR },
		{ "Shr", CONN_RSTR, CONN_RSTO },
		{ "SF", CONN_SH, CONN_SHR },	 { "DF", CONN_SH, CONN_SHR },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct world w;
		const struct flow *f;
		uint8_t state[2];

		world_init(&w, NULL);
		world_tell(&w, cases[i].story);
		f = world_flow(&w, 0);
		state[0] = f->side[0].state;
		state[1] = f->side[1].state;
		cr_expect_eq(conn_tcp_state(state, 0, 1), cases[i].from_0,
			     "%s", cases[i].story);
		cr_expect_eq(conn_tcp_state(state, 1, 1), cases[i].from_1,
			     "%s", cases[i].story);
		world_release(&w);
	}
}

Test(conn, udp_words)
{
	cr_expect_eq(conn_udp_state(1, 0), CONN_S0);
	cr_expect_eq(conn_udp_state(1, 1), CONN_SF);
	cr_expect_eq(conn_udp_state(0, 1), CONN_SHR);
	cr_expect_eq(conn_udp_state(0, 0), CONN_OTH);
	cr_expect_eq(conn_udp_state(UINT64_MAX, UINT64_MAX), CONN_SF);
}

/*
 * A second opinion: Zeek's tables, with its roles, written down once more.
 * zeek_step is what TCPSessionAdapter does with a segment of the originator
 * or the responder, zeek_word what scripts/base/protocols/conn makes of it.
 */
enum zeek_state { INACTIVE, SYN_SENT, PARTIAL, ESTABLISHED, CLOSED, RESET };

struct zeek {
	enum zeek_state now, before;
};

static void zeek_set(struct zeek *z, enum zeek_state to)
{
	z->before = z->now;
	z->now = to;
}

static void zeek_inactive(struct zeek z[2], int who, uint8_t flags, bool data)
{
	struct zeek *own = &z[who], *peer = &z[!who];

	if (flags & TCP_SYN && !who) {
		zeek_set(own, SYN_SENT);
	} else if (flags & TCP_SYN) {
		if (peer->now == SYN_SENT)
			zeek_set(peer, ESTABLISHED);
		zeek_set(own, ESTABLISHED);
	}
	if (flags & TCP_FIN)
		zeek_set(own, CLOSED);
	if (flags & TCP_RST)
		zeek_set(own, RESET);
	if (own->now != INACTIVE || (who && !data && peer->now == SYN_SENT))
		return;
	zeek_set(own, flags & TCP_ACK && peer->now == ESTABLISHED ?
		      ESTABLISHED : PARTIAL);
}

static void zeek_step(struct zeek z[2], int who, uint8_t flags, bool data)
{
	struct zeek *own = &z[who], *peer = &z[!who];

	switch (own->now) {
	case INACTIVE:
		zeek_inactive(z, who, flags, data);
		break;
	case SYN_SENT:
	case PARTIAL:
	case ESTABLISHED:
		if (flags & TCP_FIN) {
			if (own->now != SYN_SENT && peer->now == RESET &&
			    peer->before == CLOSED)
				zeek_set(peer, CLOSED);
			zeek_set(own, CLOSED);
		}
		if (flags & TCP_RST)
			zeek_set(own, RESET);
		break;
	case CLOSED:
		if (flags & TCP_RST && peer->now != CLOSED)
			zeek_set(own, RESET);
		break;
	case RESET:
		break;
	}
}

static enum conn_state zeek_word(const struct zeek z[2], bool data)
{
	enum zeek_state o = z[0].now, r = z[1].now;
	bool o_in = o == INACTIVE || o == PARTIAL;
	bool r_in = r == INACTIVE || r == PARTIAL;

	if (r == RESET) {
		if (o == SYN_SENT || (o == RESET && !data))
			return CONN_REJ;
		return o_in ? CONN_RSTRH : CONN_RSTR;
	}
	if (o == RESET) {
		if (!r_in)
			return CONN_RSTO;
		return z[0].before == SYN_SENT ? CONN_RSTOS0 : CONN_OTH;
	}
	if (o == CLOSED)
		return r == CLOSED ? CONN_SF : r_in ? CONN_SH : CONN_S2;
	if (r == CLOSED)
		return o_in ? CONN_SHR : CONN_S3;
	if (o == SYN_SENT && r == INACTIVE)
		return CONN_S0;
	return o == ESTABLISHED && r == ESTABLISHED ? CONN_S1 : CONN_OTH;
}

static const uint8_t letters[] = {
	TCP_SYN, TCP_SYN | TCP_ACK, TCP_ACK, TCP_ACK | TCP_PSH,
	TCP_FIN | TCP_ACK, TCP_RST
};
enum { N_LETTERS = sizeof letters, N_STEPS = 2 * N_LETTERS, DEPTH = 6 };

struct exchange {
	struct zeek zeek[2];
	uint8_t state[2];
	bool data;
	char path[DEPTH + 1];
	size_t depth;
};

/*
 * Stories that need no judgement of ours: the originator is who sends the
 * first SYN, the responder who sends SYN-ACK; nobody says either again; and
 * what the originator acknowledges was answered.
 */
static bool is_plain(const struct exchange *t, int who, uint8_t flags)
{
	if (flags & TCP_SYN)
		return (flags & TCP_ACK) ? who == 1 : who == 0 && !t->depth;
	return who || t->zeek[0].now != SYN_SENT || !(flags & TCP_ACK) ||
	       flags & TCP_FIN;
}

static void compare(struct exchange t, int step)
{
	int who = step >= N_LETTERS;
	uint8_t flags = letters[step % N_LETTERS];
	bool data = flags & TCP_PSH;
	struct packet p = { .tcp_flags = flags, .payload_len = data };
	enum conn_state is, want;

	if (!is_plain(&t, who, flags))
		return;
	t.data |= data;
	t.path[t.depth++] = "SHADFRshadfr"[step];
	zeek_step(t.zeek, who, flags, data);
	conn_segment(t.state, (unsigned)who, &p);
	is = conn_tcp_state(t.state, 0, t.data);
	want = zeek_word(t.zeek, t.data);
	cr_expect_eq(is, want, "%s: %s, not %s", t.path, conn_state_name(is),
		     conn_state_name(want));
	for (int next = 0; t.depth < DEPTH && next < N_STEPS; next++)
		compare(t, next);
}

Test(conn, agrees_with_zeek)
{
	for (int step = 0; step < N_STEPS; step++)
		compare((struct exchange){ .data = false }, step);
}
