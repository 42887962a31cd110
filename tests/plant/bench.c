/* SPDX-License-Identifier: BSD-3-Clause */
#include "bench.h"

#include <string.h>

#include "loop.h"
#include "pcap.h"
#include "sample.h"
#include "stencil.h"
#include "talk.h"

enum {
	BLOCK = 1 << 20,
	STEP_US = 41,
	N_TALKS = 2000,
	N_SERVERS = 50,
	N_STREAMS = 64,
	REQUEST = 12,		/* read 28 holding registers */
	REPLY = 65,
	BULK = 1400 - 54,
	PORTS_A_HOST = 1024,
	SITE_CLIENTS = 1000,
	SITE_SERVERS = 100,	/* that each of them asks */
	SITE_CELLS = 50,	/* clients of a cell ask the same ones */
	MAX_STENCILS = 8,
	LOOPS = 4,		/* a family */
};

struct bench {
	FILE *out;
	uint64_t left;		/* packets still to write */
	uint64_t us;
	size_t n;
	bool failed;
	struct stencil stencil[MAX_STENCILS];
	uint8_t block[BLOCK];
};

static void flush(struct bench *b)
{
	if (!b->failed && fwrite(b->block, 1, b->n, b->out) != b->n)
		b->failed = true;
	b->n = 0;
}

static void put_host_order(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
	p[2] = (uint8_t)(v >> 16);
	p[3] = (uint8_t)(v >> 24);
}

/* Room for one frame behind its record header. */
static uint8_t *record(struct bench *b, size_t len)
{
	uint8_t *p;

	if (BLOCK - b->n < PCAP_RECORD_HEADER + len)
		flush(b);
	p = b->block + b->n;
	b->us += STEP_US;
	put_host_order(p, (uint32_t)(b->us / 1000000));
	put_host_order(p + 4, (uint32_t)(b->us % 1000000));
	put_host_order(p + 8, (uint32_t)len);
	put_host_order(p + 12, (uint32_t)len);
	b->n += PCAP_RECORD_HEADER + len;
	b->left--;
	return p + PCAP_RECORD_HEADER;
}

static void print(struct bench *b, unsigned stencil, const struct fields *f)
{
	const struct stencil *s = &b->stencil[stencil];

	stencil_fill(s, f, record(b, s->len));
}

static bool is_done(const struct bench *b)
{
	return !b->left || b->failed;
}


/* Also the numbers of the stencils. */
enum phase {
	OPEN,
	ACCEPT,
	CONFIRM,
	ASK,
	ANSWER,
};

struct talk {
	uint32_t seq[2];
	uint16_t id[2];
	uint16_t number;
	uint8_t phase;
};

/* The stencils are the frames of one connection made the slow way. */
static void cut_talk(struct bench *b)
{
	static const uint8_t ask[REQUEST] = {
		0, 0, 0, 0, 0, 6, 1, 3, 0, 0, 0, 28
	};
	static const uint8_t answer[REPLY] = {
		0, 0, 0, 0, 0, 59, 1, 3, 56, 7, 8, 9
	};
	struct sim sim;
	struct tcp c;

	sim_init(&sim, 1);
	tcp_init(&c, &sim, &(struct route){ &host_scada, &host_plc[0], 50000,
					    PORT_MODBUS });
	tcp_open(&c, 0);
	put_mem(net_body(&sim), ask, sizeof ask);
	tcp_send(&c, CLIENT, c.now);
	put_mem(net_body(&sim), answer, sizeof answer);
	tcp_send(&c, SERVER, c.now);
	for (unsigned i = OPEN; i <= ANSWER; i++)
		stencil_init(&b->stencil[i],
			     tape_frame(&sim.tape, &sim.tape.shots[i]),
			     sim.tape.shots[i].len);
	sim_release(&sim);
}

struct ends {
	uint32_t client, server;
	uint16_t port;		/* of the client */
};

static void say(struct bench *b, struct talk *t, const struct ends *ends)
{
	/* What each phase takes of its sender's sequence numbers. */
	static const uint8_t takes[] = { 1, 1, 0, REQUEST, REPLY };
	bool reply = t->phase == ACCEPT || t->phase == ANSWER;
	struct fields f = {
		.from = reply ? ends->server : ends->client,
		.to = reply ? ends->client : ends->server,
		.sport = reply ? PORT_MODBUS : ends->port,
		.dport = reply ? ends->port : PORT_MODBUS,
		.seq = t->seq[reply],
		.ack = t->phase == OPEN ? 0 : t->seq[!reply],
		.number = t->number,
	};

	if (++t->id[reply] == 0)
		t->id[reply] = 1;
	f.id = t->id[reply];
	print(b, t->phase, &f);
	t->seq[reply] += takes[t->phase];
	if (t->phase == ANSWER) {
		t->phase = ASK;
		t->number++;
	} else {
		t->phase++;
	}
}

static void bench_plant(struct bench *b)
{
	static struct talk talks[N_TALKS];
	struct sim noise;
	struct rng rng;
	size_t next = 0;

	cut_talk(b);
	sample_run_noise(&noise, 1);
	rng_init(&rng, 1, 0);
	for (unsigned i = 0; i < N_TALKS; i++)
		for (int side = 0; side < 2; side++) {
			talks[i].seq[side] = (uint32_t)rng_next(&rng);
			talks[i].id[side] = (uint16_t)rng_next(&rng);
		}
	while (!is_done(b)) {
		uint64_t dice = rng_next(&rng);
		const struct shot *s = &noise.tape.shots[next];
		unsigned number = (unsigned)(dice % N_TALKS);

		if ((dice >> 32) % 10) {
			say(b, &talks[number], &(struct ends){
				IP4(10, 20, 1, 1) + number / N_SERVERS,
				IP4(10, 20, 2, 1) + number % N_SERVERS,
				(uint16_t)(49152 + number) });
			continue;
		}
		memcpy(record(b, s->len), tape_frame(&noise.tape, s), s->len);
		next = next + 1 < noise.tape.n_shots ? next + 1 : 0;
	}
	sim_release(&noise);
}


static void bench_scan(struct bench *b)
{
	struct sim sim;
	struct tcp c;

	sim_init(&sim, 1);
	tcp_init(&c, &sim, &(struct route){ &host_maint, &host_scada, 1, 1 });
	tcp_syn(&c, 0);
	tcp_refuse(&c, 0);
	for (unsigned i = 0; i < 2; i++)
		stencil_init(&b->stencil[i],
			     tape_frame(&sim.tape, &sim.tape.shots[i]),
			     sim.tape.shots[i].len);
	sim_release(&sim);
	for (uint32_t i = 0; !is_done(b); i++) {
		struct fields f = {
			.from = IP4(10, 9, 8, 7),
			.to = IP4(10, 64, 0, 0) + i / PORTS_A_HOST,
			.sport = (uint16_t)(40000 + i / PORTS_A_HOST % 20000),
			.dport = (uint16_t)(1 + i % PORTS_A_HOST),
			.seq = i * 2654435761u,
			.id = (uint16_t)(i % 65535 + 1),
		};
		struct fields answer = {
			f.to, f.from, f.dport, f.sport, 0, f.seq + 1, f.id, 0
		};

		print(b, 0, &f);
		if (i % 10 < 3 && !is_done(b))
			print(b, 1, &answer);
	}
}


static void bench_bulk(struct bench *b)
{
	uint32_t seq[N_STREAMS] = { 0 };
	struct sim sim;
	struct tcp c;

	sim_init(&sim, 1);
	tcp_init(&c, &sim, &(struct route){ &host_scada, &host_hmi, 1, 1 });
	put_fill(net_body(&sim), 0x55, BULK);
	tcp_send(&c, CLIENT, 0);
	stencil_init(&b->stencil[0], tape_frame(&sim.tape, sim.tape.shots),
		     sim.tape.shots[0].len);
	sim_release(&sim);
	for (uint32_t i = 0; !is_done(b); i++) {
		unsigned which = i % N_STREAMS;

		print(b, 0, &(struct fields){
			.from = IP4(10, 30, 1, 1) + which,
			.to = IP4(10, 30, 2, 1) + which % 8,
			.sport = (uint16_t)(50000 + which),
			.dport = PORT_SCADA,
			.seq = seq[which],
			.ack = 1,
			.id = (uint16_t)(i / N_STREAMS % 65535 + 1),
			.number = i & 0x7fff,
		});
		seq[which] += BULK;
	}
}

/*
 * Every conversation opens a connection, asks once and leaves it; then all of
 * them do so once more, from another port.
 */
static void bench_site(struct bench *b)
{
	struct rng rng;

	cut_talk(b);
	rng_init(&rng, 1, 0);
	for (uint32_t i = 0; !is_done(b); i++) {
		uint32_t talk = i % (SITE_CLIENTS * SITE_SERVERS);
		uint32_t turn = i / (SITE_CLIENTS * SITE_SERVERS);
		uint32_t client = talk / SITE_SERVERS;
		uint32_t cell = client % SITE_CELLS;
		const struct ends ends = {
			IP4(10, 40, 0, 1) + client,
			IP4(10, 50, 0, 1) + cell * SITE_SERVERS +
				talk % SITE_SERVERS,
			(uint16_t)(40000 + (talk * 131 + turn * 7) % 20000),
		};
		struct talk t = {
			.seq = { (uint32_t)rng_next(&rng),
				 (uint32_t)rng_next(&rng) },
		};

		for (int k = OPEN; k <= ANSWER && !is_done(b); k++)
			say(b, &t, &ends);
	}
}

static const char *const ot_families[] = {
	"modbus", "s7comm", "enip", "fins-udp", "slmp-3e",
	"dnp3", "iec104", "opcua", "mms", "bacnet",
};

enum {
	MAX_FAMILIES = sizeof ot_families / sizeof *ot_families
};

static void play(struct bench *b, struct loop_talk *t, unsigned number)
{
	const uint16_t *port = t->loop->port;
	const struct loop_frame *frame;
	uint32_t master = IP4(10, 20, 1, 1) + number / N_SERVERS;
	uint32_t slave = IP4(10, 20, 2, 1) + number % N_SERVERS;
	uint16_t from = port[0] ? port[0] : (uint16_t)(49152 + number);
	struct fields f;

	frame = loop_next(t, &f);
	f.from = frame->reply ? slave : master;
	f.to = frame->reply ? master : slave;
	f.sport = frame->reply ? port[1] : from;
	f.dport = frame->reply ? from : port[1];
	stencil_fill(&frame->stencil, &f, record(b, frame->stencil.len));
}

/* A table of loops, LOOPS of each family. */
static void bench_families(struct bench *b, const char *const *names,
			   unsigned n_names)
{
	static struct loop_talk talks[N_TALKS];
	struct loop loops[MAX_FAMILIES * LOOPS];
	struct rng rng;

	for (unsigned i = 0; i < n_names * LOOPS; i++)
		loop_init(&loops[i], names[i / LOOPS], i);
	rng_init(&rng, 1, 0);
	for (unsigned i = 0; i < N_TALKS; i++) {
		talks[i] = (struct loop_talk){
			.loop = &loops[i % (n_names * LOOPS)],
			.seq = { (uint32_t)rng_next(&rng),
				 (uint32_t)rng_next(&rng) },
		};
	}
	while (!is_done(b)) {
		unsigned number = (unsigned)(rng_next(&rng) % N_TALKS);

		play(b, &talks[number], number);
	}
	for (unsigned i = 0; i < n_names * LOOPS; i++)
		loop_release(&loops[i]);
}

static void bench_ot(struct bench *b)
{
	bench_families(b, ot_families, MAX_FAMILIES);
}

static const struct {
	const char *name;
	void (*run)(struct bench *b);
} kinds[] = {
	{ "plant", bench_plant },
	{ "scan", bench_scan },
	{ "bulk", bench_bulk },
	{ "site", bench_site },
	{ "ot", bench_ot },
};

enum {
	N_KINDS = sizeof kinds / sizeof *kinds
};

static size_t kind_find(const char *name)
{
	size_t i = 0;

	while (i < N_KINDS && strcmp(kinds[i].name, name) != 0)
		i++;
	return i;
}

bool bench_knows(const char *kind)
{
	return kind_find(kind) < N_KINDS || loop_knows(kind);
}

int bench_run(FILE *out, const char *kind, uint64_t n_packets)
{
	static struct bench b;
	struct pcap_style style = { .link = LINK_ETHERNET };
	struct bytes header = { 0 };

	b.out = out;
	b.left = n_packets;
	b.us = 1698019200000000u;
	setvbuf(out, NULL, _IONBF, 0);
	pcap_begin(&header, &style);
	memcpy(b.block, header.p, header.n);
	b.n = header.n;
	bytes_release(&header);
	if (kind_find(kind) < N_KINDS)
		kinds[kind_find(kind)].run(&b);
	else
		bench_families(&b, &kind, 1);
	flush(&b);
	return b.failed || fflush(out) ? -1 : 0;
}
