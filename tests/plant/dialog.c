/* SPDX-License-Identifier: BSD-3-Clause */
#include "dialog.h"

#include "tcp.h"

enum { PROTO_TCP = 6, MAX_PIPELINE = 4 };

struct line {
	const struct dialog *d;
	struct sim *sim;
	struct tcp tcp;
	struct route way[2];	/* by the side that sends */
	struct chat chat;
	int64_t now;
};

typedef void (*words)(const struct chat *c, struct bytes *b);

static void say(struct line *l, enum side side, int64_t t,
		const struct chat *c)
{
	const struct family *f = l->d->family;
	words w = side == CLIENT ? f->ask : f->answer;

	w(c, net_body(l->sim));
	if (t <= l->now)
		t = l->now + 20 * NS_PER_US;
	if (f->proto == PROTO_TCP) {
		tcp_send(&l->tcp, side, t);
		l->now = l->tcp.now;
	} else {
		udp_send(l->sim, t, &l->way[side]);
		l->now = t;
	}
}

/* The slave's own words, whenever they come. */
static void speak_up(struct line *l, int64_t t, words w)
{
	struct family f = *l->d->family;
	struct dialog d = *l->d;
	const struct dialog *kept = l->d;

	f.answer = w;
	d.family = &f;
	l->d = &d;
	say(l, SERVER, t, &l->chat);
	l->d = kept;
}

static int64_t about(struct line *l, int64_t ns)
{
	int64_t off = ns * l->d->rhythm.jitter / 100;

	return off ? ns + sim_between(l->sim, -off, off) : ns;
}

static void next_question(struct line *l)
{
	struct chat *c = &l->chat;

	c->id++;
	c->op = (unsigned)sim_between(l->sim, 0, 9999);
	c->at = (unsigned)sim_between(l->sim, 0, 9999);
	c->size = (unsigned)sim_between(l->sim, 0, 199);
}

/* Questions at once, then their answers. */
static void exchange(struct line *l, int64_t t)
{
	const struct rhythm *r = &l->d->rhythm;
	unsigned n = r->pipeline && l->chat.n > 1 ? r->pipeline : 1;
	struct chat asked[MAX_PIPELINE];

	for (unsigned i = 0; i < n; i++) {
		next_question(l);
		asked[i] = l->chat;
		say(l, CLIENT, t, &asked[i]);
	}
	for (unsigned i = 0; i < n; i++)
		if (!r->lost || !rng_one_in(&l->sim->rng, r->lost))
			say(l, SERVER, l->now + about(l, r->answer_ns),
			    &asked[i]);
	l->chat.n++;
}

static void maybe_push(struct line *l, int64_t before)
{
	const struct rhythm *r = &l->d->rhythm;

	if (!l->d->family->push ||
	    sim_between(l->sim, 0, 99) >= r->pushes)
		return;
	next_question(l);
	speak_up(l, before > l->now ? sim_between(l->sim, l->now, before) :
				      l->now, l->d->family->push);
}

static void line_init(struct line *l, struct sim *sim, const struct dialog *d)
{
	const struct route *r = &d->route;

	*l = (struct line){ .d = d, .sim = sim, .now = d->start };
	l->way[CLIENT] = *r;
	l->way[SERVER] = (struct route){ r->to, r->from, r->dport, r->sport };
	l->chat = (struct chat){ .sim = sim, .master = r->from,
				 .slave = r->to };
	l->chat.style = (unsigned)sim_between(sim, 0, 9999);
	l->chat.id = (unsigned)sim_between(sim, 0, 30000);
	if (d->family->proto != PROTO_TCP)
		return;
	tcp_init(&l->tcp, sim, r);
	l->tcp.loss = d->loss;
	tcp_open(&l->tcp, d->start);
	l->now = l->tcp.now;
}

static void end(struct line *l)
{
	enum side by = CLIENT;

	if (l->d->family->proto != PROTO_TCP)
		return;
	if (l->d->last_word == LAST_ANSWERED) {
		by = sim_between(l->sim, 0, 3) ? CLIENT : SERVER;
	} else {
		next_question(l);
		say(l, CLIENT, l->now + NS_PER_MS, &l->chat);
		by = l->d->last_word == LAST_GOODBYE ? CLIENT : SERVER;
	}
	tcp_close(&l->tcp, by, l->now + NS_PER_MS);
}

int64_t dialog_run(struct sim *sim, const struct dialog *d)
{
	const struct rhythm *r = &d->rhythm;
	struct line l;
	int64_t t;

	line_init(&l, sim, d);
	if (d->family->greet)
		speak_up(&l, l.now + about(&l, r->answer_ns),
			 d->family->greet);
	t = l.now + NS_PER_MS;
	for (unsigned i = 0; i < r->n; i++) {
		exchange(&l, t);
		t = r->period_ns ? t + about(&l, r->period_ns) :
				   l.now + about(&l, r->think_ns);
		maybe_push(&l, t);
	}
	end(&l);
	return l.now;
}
