/* SPDX-License-Identifier: BSD-3-Clause */
#include "loop.h"

#include <stdlib.h>
#include <string.h>

#include "dialog.h"
#include "stage.h"
#include "tcp.h"

enum {
	EXCHANGES = 24,
	BEGIN = 8,		/* payloads before the round: connecting */
	PUSHES = 40,		/* per cent */
	IP = 14,
	IP_FROM = IP + 12,
	L4 = IP + 20,
	TCP_FLAGS = L4 + 13,
	FIN_RST = 0x05,
	SYN = 0x02,
	TCP = 6,
};

static const struct family *find(const char *name)
{
	const struct family *f;

	for (unsigned i = 0; (f = stage_family(i)); i++)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

bool loop_knows(const char *family)
{
	return find(family);
}

static bool is_tcp(const uint8_t *p)
{
	return p[IP + 9] == TCP;
}

static void add(struct loop *l, const uint8_t *p, size_t len, bool reply)
{
	struct loop_frame *f = &l->frame[l->n++];
	size_t at = stencil_payload_at(p), n = IP + get_be16(p + IP + 2) - at;

	stencil_init(&f->stencil, p, len);
	f->number = n ? (uint16_t)get_be16(p + at) : 0;
	f->takes = (uint16_t)(n + (is_tcp(p) && p[TCP_FLAGS] & SYN));
	f->reply = reply;
}

/* Up to the end of the connection. */
static void cut(struct loop *l, const struct sim *sim, uint32_t master)
{
	const struct tape *tape = &sim->tape;
	unsigned n_payloads = 0;

	l->frame = calloc(tape->n_shots, sizeof *l->frame);
	if (!l->frame)
		abort();
	for (size_t i = 0; i < tape->n_shots; i++) {
		const uint8_t *p = tape_frame(tape, &tape->shots[i]);

		if (is_tcp(p) && p[TCP_FLAGS] & FIN_RST)
			break;
		add(l, p, tape->shots[i].len,
		    get_be32(p + IP_FROM) != master);
		n_payloads += l->frame[l->n - 1].takes > 1;
		if (n_payloads <= BEGIN)
			l->begin = l->n;
	}
}

void loop_init(struct loop *l, const char *family, uint64_t seed)
{
	const struct host *master = &host_scada;
	const struct family *f = find(family);
	struct sim sim;

	*l = (struct loop){ .n = 0 };
	if (!f)
		return;
	l->port[0] = f->master_port;
	l->port[1] = f->port;
	sim_init(&sim, seed);
	dialog_run(&sim, &(struct dialog){
		.family = f,
		.route = { master, &host_plc[0],
			   f->master_port ? f->master_port : 50000, f->port },
		.rhythm = { .n = EXCHANGES, .period_ns = NS_PER_S,
			    .answer_ns = NS_PER_MS, .pushes = PUSHES },
	});
	tape_sort(&sim.tape);
	cut(l, &sim, master->ip);
	sim_release(&sim);
}

void loop_release(struct loop *l)
{
	free(l->frame);
}

const struct loop_frame *loop_next(struct loop_talk *t, struct fields *f)
{
	const struct loop_frame *frame = &t->loop->frame[t->at];
	bool reply = frame->reply;

	f->seq = t->seq[reply];
	f->ack = t->seq[!reply];
	if (++t->id[reply] == 0)
		t->id[reply] = 1;
	f->id = t->id[reply];
	f->number = frame->number;
	t->seq[reply] += frame->takes;
	if (++t->at == t->loop->n)
		t->at = (uint32_t)t->loop->begin;
	return frame;
}
