/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who speaks when: the gaps before turns, the steadiness of each side, who
 * repeats whom, and who hangs up.
 */
#include "understand/inspect_impl.h"

#include "ground/alloc.h"
#include "read/packet.h"

/* The turns in which it is looked at who repeats whom: after most protocols
 * are known, until it is clear. */
enum { ECHO_FROM = 3, ECHO_TO = 80 };

enum { TTL_BELOW_WINDOWS = 64, TTL_WINDOWS = 128 };

/* Half an hour of silence is as long as any. */
enum { LONGEST_GAP_US = 1800000000 };

/* Powers of two of the microseconds; the last class takes the rest. */
static unsigned gap_class(uint64_t us)
{
	unsigned k = us > 1 ? 63 - (unsigned)__builtin_clzll(us) : 0;

	return k < GAP_CLASSES ? k : GAP_CLASSES - 1;
}

/* Who asks by the clock has the steadier intervals, however long the answers
 * take. */
static void count_interval(struct talk *t, unsigned s, uint32_t us)
{
	uint32_t last = t->interval_us[s], change;
	float apart;

	t->interval_us[s] = us;
	if (!last)
		return;
	change = us > last ? us - last : last - us;
	t->clock.wobble[s] += (float)change;
	/* The first change has none before it. */
	if (t->turns > 4) {
		apart = (float)change - (float)t->clock.change_us;
		t->clock.squares += apart * apart;
	}
	t->clock.change_us = change;
}

/* Systems begin with 32, 64, 128 or 255, and routers take little. */
static void note_system(struct talk *t, unsigned s, uint8_t ttl)
{
	unsigned system = ttl > TTL_BELOW_WINDOWS && ttl <= TTL_WINDOWS ?
				  SYSTEM_WINDOWS : SYSTEM_OTHER;
	unsigned shift = s * SYSTEM_BITS;

	t->systems = ((t->systems & ~(SYSTEM_MASK << shift)) |
		      system << shift) & 15;
}

/* Of what is no known protocol, or one whose messages do not tell. */
static bool has_voted(const struct talk *t)
{
	return t->protocol && inspect_has_votes(t);
}

/* Most protocols are known before their third turn. */
static void note_echo(struct inspect *in, struct talk *t, unsigned s,
		      struct words w)
{
	if (t->turns < ECHO_FROM || t->turns > ECHO_TO)
		return;
	if (!t->echo) {
		in->echoes = grow(in->echoes, in->n_echoes, &in->cap_echoes,
				  sizeof *in->echoes);
		in->echoes[in->n_echoes++] = (struct echo){ .len = { 0, 0 } };
		t->echo = (uint32_t)in->n_echoes;
	}
	echo_turn(&in->echoes[t->echo - 1], s, w.p, w.n);
}

void inspect_turn(struct inspect *in, struct talk *t, unsigned s,
		  struct words w)
{
	int64_t gap = w.time_ns - t->turn_ns;
	uint64_t us;

	t->turn_ns = w.time_ns;
	if (t->turns && t->speaker == s)
		return;
	if (t->turns && gap >= 0) {
		us = (uint64_t)gap / 1000;
		if (us > LONGEST_GAP_US)
			us = LONGEST_GAP_US;
		t->pace[s].gaps[gap_class(us)]++;
		if (t->turns > 1)
			count_interval(t, s, t->gap_us + (uint32_t)us);
		t->gap_us = (uint32_t)us;
	}
	t->turns++;
	t->speaker = s & 1;
	note_system(t, s, w.ttl);
	if (!has_voted(t))
		note_echo(in, t, s, w);
	else if (t->turns >= TURNS_TOLD)
		t->turns = TURNS_SAMPLED;
}

/* After the sample nobody knows who spoke last. */
void inspect_end(struct talk *t, unsigned s, const struct packet *p)
{
	if (t->end != TALK_GOES_ON || !t->turns)
		return;
	t->end = TALK_OVER;
	if (!p->payload_len && t->speaker != s && t->turns < TURNS_SAMPLED)
		t->end = s ? TALK_LEFT_BY_1 : TALK_LEFT_BY_0;
}
