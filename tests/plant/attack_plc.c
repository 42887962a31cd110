/* SPDX-License-Identifier: BSD-3-Clause */
/* What is done to controllers by machines that may talk to them. */
#include "attack_site.h"

#include "site_words.h"
#include "tcp.h"

enum {
	S7_JOB = 1,
	S7_ACK_DATA = 3,
	REQUEST_DOWNLOAD = 0x1a,
	DOWNLOAD_BLOCK = 0x1b,
	DOWNLOAD_ENDED = 0x1c,
	PLC_STOP = 0x29,
	UMAS = 0x5a,
	PORT_S7 = 102,
	N_BLOCKS = 6,
	BLOCK_BYTES = 200,
};

/* --- S7comm, one PDU after the other ------ */

struct s7 {
	struct tcp tcp;
	unsigned reference;
};

struct s7_pdu {
	enum side side;
	unsigned kind;
	const void *parameters;
	size_t n_parameters;
	size_t n_data;			/* of the block, behind 4 octets */
};

static void s7_send(struct s7 *c, const struct s7_pdu *p)
{
	struct bytes *b = net_body(c->tcp.sim);
	size_t data = p->n_data ? 4 + p->n_data : 0;
	size_t header = p->kind == S7_ACK_DATA ? 12 : 10;

	put_be16(b, 0x0300);
	put_be16(b, (unsigned)(7 + header + p->n_parameters + data));
	put_mem(b, "\x02\xf0\x80\x32", 4);
	put_u8(b, p->kind);
	put_be16(b, 0);
	put_be16(b, c->reference);
	put_be16(b, (unsigned)p->n_parameters);
	put_be16(b, (unsigned)data);
	if (p->kind == S7_ACK_DATA)
		put_be16(b, 0);
	put_mem(b, p->parameters, p->n_parameters);
	if (data) {
		put_be16(b, (unsigned)p->n_data);
		put_be16(b, 0x00fb);
		rng_fill(&c->tcp.sim->rng, bytes_grow(b, p->n_data),
			 p->n_data);
	}
	tcp_send(&c->tcp, p->side, c->tcp.now + 3 * NS_PER_MS);
}

/* A job of this side, and its acknowledgement. */
static void s7_job(struct s7 *c, enum side side, const struct s7_pdu *ack,
		   const struct s7_pdu *job)
{
	struct s7_pdu p = *job;

	c->reference += 0x100;
	p.side = side;
	p.kind = S7_JOB;
	s7_send(c, &p);
	p = *ack;
	p.side = side == CLIENT ? SERVER : CLIENT;
	p.kind = S7_ACK_DATA;
	s7_send(c, &p);
}

static void s7_open(struct site *s, struct s7 *c, int64_t t, enum machine plc)
{
	static const uint8_t ask[] = { 3, 0, 0, 22, 17, 0xe0, 0, 0, 0, 1, 0,
				       0xc0, 1, 10, 0xc1, 2, 1, 0, 0xc2, 2,
				       1, 2 };
	static const uint8_t grant[] = { 3, 0, 0, 22, 17, 0xd0, 0, 1, 0, 2, 0,
					 0xc0, 1, 10, 0xc1, 2, 1, 0, 0xc2, 2,
					 1, 2 };
	struct s7_pdu setup = { .parameters = "\xf0\0\0\1\0\1\1\xe0",
				.n_parameters = 8 };

	*c = (struct s7){ .reference = 0x0100 };
	tcp_init(&c->tcp, s->sim, &(struct route){
		site_host(EWS), site_host(plc), tcp_ephemeral(s->sim),
		PORT_S7 });
	tcp_open(&c->tcp, t);
	put_mem(net_body(s->sim), ask, sizeof ask);
	tcp_send(&c->tcp, CLIENT, c->tcp.now + NS_PER_MS);
	put_mem(net_body(s->sim), grant, sizeof grant);
	tcp_send(&c->tcp, SERVER, c->tcp.now + NS_PER_MS);
	s7_job(c, CLIENT, &setup, &setup);
}

static void plc_stop(struct site *s)
{
	static const uint8_t stop[] = { PLC_STOP, 0, 0, 0, 0, 0, 9, 'P', '_',
					'P', 'R', 'O', 'G', 'R', 'A', 'M' };
	struct s7 c;

	s7_open(s, &c, site_at(s, 3, 402), PLC_S7);
	s7_job(&c, CLIENT,
	       &(struct s7_pdu){ .parameters = stop, .n_parameters = 1 },
	       &(struct s7_pdu){ .parameters = stop,
				 .n_parameters = sizeof stop });
	tcp_close(&c.tcp, CLIENT, c.tcp.now + NS_PER_S);
}

/*
 * The PLC is asked whether it takes block OB1; then it fetches the parts with
 * jobs of its own, and says itself that it has all.
 */
static void program_download(struct site *s)
{
	static const uint8_t request[] = {
		REQUEST_DOWNLOAD, 0, 1, 0, 0, 0, 0, 0, 9,
		'_', '0', '8', '0', '0', '0', '0', '1', 'P',
		13, '1', '0', '0', '1', '2', '0', '0', '0', '0', '1', '1',
		'4', '4'
	};
	static const uint8_t next[] = {
		DOWNLOAD_BLOCK, 0, 0, 0, 0, 0, 0, 0, 9,
		'_', '0', '8', '0', '0', '0', '0', '1', 'P'
	};
	static const uint8_t ended[] = {
		DOWNLOAD_ENDED, 0, 0, 0, 0, 0, 0, 0, 9,
		'_', '0', '8', '0', '0', '0', '0', '1', 'P'
	};
	struct s7 c;

	s7_open(s, &c, site_at(s, 4, 300), PLC_S7_2);
	s7_job(&c, CLIENT,
	       &(struct s7_pdu){ .parameters = request, .n_parameters = 1 },
	       &(struct s7_pdu){ .parameters = request,
				 .n_parameters = sizeof request });
	for (int i = 0; i < N_BLOCKS; i++) {
		uint8_t part[2] = { DOWNLOAD_BLOCK, i < N_BLOCKS - 1 };

		s7_job(&c, SERVER,
		       &(struct s7_pdu){ .parameters = part, .n_parameters = 2,
					 .n_data = BLOCK_BYTES },
		       &(struct s7_pdu){ .parameters = next,
					 .n_parameters = sizeof next });
	}
	s7_job(&c, SERVER,
	       &(struct s7_pdu){ .parameters = ended, .n_parameters = 1 },
	       &(struct s7_pdu){ .parameters = ended,
				 .n_parameters = sizeof ended });
	tcp_close(&c.tcp, CLIENT, c.tcp.now + NS_PER_S);
}

/* --- UMAS: function 90 of Modbus ------ */

/* Initialise download, five blocks, end of it. */
static void umas(const struct chat *c, struct bytes *b, bool reply)
{
	unsigned code = c->n == 0 ? 0x30 : c->n < 6 ? 0x31 : 0x32;
	size_t block = !reply && code == 0x31 ? 120 : 0, at = b->n;

	put_be16(b, c->id & 0xffff);
	put_be16(b, 0);
	put_be16(b, 0);
	put_u8(b, 0);
	put_u8(b, UMAS);
	put_u8(b, 0x5c);
	put_u8(b, reply ? 0xfe : code);
	if (block) {
		put_be16(b, 1);
		put_le16(b, c->n);
		put_le16(b, (unsigned)block);
		put_chance(c, b, block);
	} else if (!reply) {
		put_be16(b, 1);
	}
	set_be16(b->p + at + 4, (unsigned)(b->n - at - 6));
}

static void umas_ask(const struct chat *c, struct bytes *b)
{
	umas(c, b, false);
}

static void umas_answer(const struct chat *c, struct bytes *b)
{
	umas(c, b, true);
}

static void umas_download(struct site *s)
{
	static const struct family words = { "umas", 6, 502, 0, umas_ask,
					     umas_answer, 0, 0 };

	deed_run(s, site_at(s, 2, 480), &(struct deed){
		.family = &words, .from = EWS, .to = PLC_MB, .n = 7 });
}

/* --- Modbus ------ */

static void first_write(struct site *s)
{
	deed_run(s, site_at(s, 3, 330), &(struct deed){
		.family = site_words(MODBUS_WRITE), .from = EWS,
		.to = PLC_MB, .n = 6 });
}

static void exceptions(struct site *s)
{
	const struct host *scada = site_host(site_reign(s,
		site_at(s, 2, 290))->who);

	dialog_run(s->sim, &(struct dialog){
		.family = site_words(MODBUS_REFUSED),
		.route = { scada, site_host(PLC_MB_2), tcp_ephemeral(s->sim),
			   502 },
		.rhythm = { .n = 40, .period_ns = 2 * NS_PER_S,
			    .answer_ns = 5 * NS_PER_MS },
		.start = site_at(s, 2, 290) });
}

static void covert(struct site *s)
{
	for (int day = 0; day < s->days; day++)
		deed_run(s, site_at(s, day, 300), &(struct deed){
			.family = site_words(MODBUS_COVERT), .from = EWS,
			.to = PLC_MB, .n = 40 });
}

/* --- logins ------ */

static void web_login(struct site *s)
{
	deed_run(s, site_at(s, 2, 420), &(struct deed){
		.family = site_words(WEB_LOGIN), .from = EWS, .to = PLC_MB,
		.n = 3 });
}

const struct site_attack attacks_plc[] = {
	{ "first-write", 4, NULL, first_write,
	  "the engineering station, which read only, writes registers" },
	{ "plc-stop", 5, NULL, plc_stop,
	  "the engineering station stops a PLC (S7comm 29)" },
	{ "download", 7, NULL, program_download,
	  "it loads a block into a PLC (S7comm 1a to 1c)" },
	{ "umas-download", 3, NULL, umas_download,
	  "it loads a program into a PLC (UMAS 30 to 32)" },
	{ "exceptions", 8, NULL, exceptions,
	  "a PLC answers 40 times that there is no such register" },
	{ "web-login", 9, NULL, web_login,
	  "a password in a web page that was only read" },
	{ "covert", 4, NULL, covert,
	  "a message in the addresses of allowed reads: stays silent" },
	{ 0 }
};
