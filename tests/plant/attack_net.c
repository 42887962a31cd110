/* SPDX-License-Identifier: BSD-3-Clause */
/* Scans, calls to the outside, and packets that nobody here should send. */
#include "attack_site.h"

#include "noise.h"
#include "site_words.h"
#include "talk.h"

enum {
	TCP = 6,
	UDP = 17,
	PORT_BEACON = 4441,
	PORT_QUIC = 443,
	N_PROBES = 50,
	N_UDP_PROBES = 40,
	ICMP_UNREACHABLE = 3,
	PORT_UNREACHABLE = 3,
};

/* Behind the routers and behind the firewall; frames never show its MAC. */
static const struct host outside = {
	"outside", { 0x00, 0x50, 0x56, 0x1e, 0x00, 0xfe },
	IP4(203, 0, 113, 66), 49, OS_LINUX
};

/* --- words ------ */

static void chance_ask(const struct chat *c, struct bytes *b)
{
	put_chance(c, b, 40 + c->size);
}

static void upload_ask(const struct chat *c, struct bytes *b)
{
	put_chance(c, b, 9000);
}

static void upload_answer(const struct chat *c, struct bytes *b)
{
	put_chance(c, b, 100);
}

/* Initial packets (RFC 9000, 17.2.2); what is sealed in them is noise. */
static void quic_initial(const struct chat *c, struct bytes *b, size_t n)
{
	size_t rest = n - (1 + 4 + 1 + 8 + 1 + 8 + 1 + 2);

	put_u8(b, 0xc3);
	put_be32(b, 1);
	put_u8(b, 8);
	put_chance(c, b, 8);
	put_u8(b, 8);
	put_chance(c, b, 8);
	put_u8(b, 0);
	put_be16(b, 0x4000 | (unsigned)rest);
	put_chance(c, b, rest);
}

static void quic_ask(const struct chat *c, struct bytes *b)
{
	quic_initial(c, b, 1250);
}

static void quic_answer(const struct chat *c, struct bytes *b)
{
	quic_initial(c, b, 1200);
}

/* As seen in public captures: 17 24, a command, a length. */
static void teamviewer(const struct chat *c, struct bytes *b)
{
	unsigned n = 20 + c->size;

	put_mem(b, "\x17\x24", 2);
	put_u8(b, c->n ? 0x0e : 0x0a);
	put_u8(b, 0x20);
	put_le16(b, n);
	put_chance(c, b, n);
}

static const struct family quic = { "quic", UDP, PORT_QUIC, 0, quic_ask,
				    quic_answer, 0, 0 };
static const struct family assistance = { "teamviewer", TCP, 5938, 0,
					  teamviewer, teamviewer, 0, 0 };
static const struct family noise = { "noise", TCP, 0, 0, chance_ask,
				     chance_ask, 0, 0 };
static const struct family upload_words = { "upload", TCP, PORT_BEACON, 0,
					    upload_ask, upload_answer, 0, 0 };

/* --- scans ------ */

/* A port a minute. Remote desktop is open, all else is refused. */
static void slow_scan(struct site *s)
{
	static const uint16_t odd[] = { 3389, 21, 445, 5985 };

	for (int i = 0; i < N_PROBES; i++) {
		uint16_t port = i < 4 ? odd[i] : (uint16_t)(1000 + 37 * i);

		deed_probe(s, site_at(s, 0, 100 + 60 * i), &(struct route){
			site_host(HMI_2), site_host(EWS),
			tcp_ephemeral(s->sim), port },
			port == 3389 ? REPLY_OPENS : REPLY_REFUSES);
	}
}

/* The datagram comes back in the message that its port is closed. */
static void unreachable(struct site *s, int64_t t, const struct route *r)
{
	uint8_t copy[28];
	struct bytes *b;

	for (size_t i = 0; i < sizeof copy; i++)
		copy[i] = s->sim->frame.p[14 + i];
	b = net_body(s->sim);
	put_u8(b, ICMP_UNREACHABLE);
	put_u8(b, PORT_UNREACHABLE);
	put_fill(b, 0, 6);
	put_mem(b, copy, sizeof copy);
	icmp_send(s->sim, t, r->to, r->from);
}

static void udp_scan(struct site *s)
{
	for (int i = 0; i < N_UDP_PROBES; i++) {
		struct route r = { site_host(EWS), site_host(RTU),
				   tcp_ephemeral(s->sim),
				   (uint16_t)(200 + 17 * i) };
		int64_t t = site_at(s, 2, 310) + i * 700 * NS_PER_MS;

		put_fill(net_body(s->sim), 0, 4);
		udp_send(s->sim, t, &r);
		unreachable(s, t + 400 * NS_PER_US, &r);
	}
}

/* As of the first scenario: ports of one host and one port of many. */
static void fast_scan(struct site *s)
{
	static const enum machine targets[] = { SCADA_A, PLC_S7, PLC_AB,
						PLC_MB, RTU, EWS };
	int64_t t = site_at(s, 3, 290);

	for (int i = 0; i < 6 * 60; i++) {
		t += 90 * NS_PER_MS;
		deed_probe(s, t, &(struct route){
			site_host(JUMP), site_host(targets[i % 6]), 57341,
			(uint16_t)(2000 + 31 * (i / 6)) }, REPLY_REFUSES);
	}
}

/* Once more the first scenario: what the scan found is tried. */
static void scan_and_guess(struct site *s)
{
	fast_scan(s);
	for (int i = 0; i < 25; i++)
		ssh_session(s->sim, site_at(s, 3, 340 + 9 * i),
			    &(struct login){ .route = {
				site_host(JUMP), site_host(HISTORIAN),
				tcp_ephemeral(s->sim), PORT_SSH } });
}

static void arp_scan(struct site *s)
{
	for (unsigned i = 0; i < 60; i++)
		arp_ask(s->sim, site_at(s, 3, 300) + i * 400 * NS_PER_MS,
			&(struct arp){ .from = site_host(EWS),
				       .wanted = IP4(10, 20, 1, 120 + i) });
}

/* Five ports of control systems on one controller, all of them answer. */
static void ot_probe(struct site *s)
{
	static const uint16_t ports[] = { 44818, 502, 102, 11234, 12401 };

	deed_run(s, site_at(s, 4, 300), &(struct deed){
		.family = site_words(AB_READ), .from = HMI_2, .to = PLC_MB,
		.n = 2 });
	deed_run(s, site_at(s, 4, 310), &(struct deed){
		.family = site_words(MODBUS_READ), .from = HMI_2,
		.to = PLC_MB, .n = 2 });
	deed_run(s, site_at(s, 4, 320), &(struct deed){
		.family = site_words(S7_READ), .from = HMI_2, .to = PLC_MB,
		.n = 2 });
	for (int i = 3; i < 5; i++)
		deed_run(s, site_at(s, 4, 300 + 10 * i), &(struct deed){
			.family = &noise, .from = HMI_2, .to = PLC_MB,
			.n = 2, .port = ports[i] });
}

/* --- to the outside ------ */

static void call(struct site *s, const struct family *f, uint16_t port,
		 unsigned n)
{
	dialog_run(s->sim, &(struct dialog){
		.family = f,
		.route = { site_host(EWS), &outside, tcp_ephemeral(s->sim),
			   port },
		.rhythm = { .n = n, .period_ns = 3 * NS_PER_S,
			    .answer_ns = 30 * NS_PER_MS },
		.start = site_at(s, 3, 300) });
}

static void beacon(struct site *s)
{
	for (int i = 0; i < 8; i++)
		deed_probe(s, site_at(s, 3, 62 + 60 * i), &(struct route){
			site_host(EWS), &outside, tcp_ephemeral(s->sim),
			PORT_BEACON }, REPLY_NONE);
}

static void upload(struct site *s)
{
	call(s, &upload_words, PORT_BEACON, 60);
}

static void quic_call(struct site *s)
{
	call(s, &quic, PORT_QUIC, 6);
}

static void teamviewer_call(struct site *s)
{
	call(s, &assistance, 5938, 20);
}

static void anydesk_call(struct site *s)
{
	call(s, &noise, 7070, 20);
}

static void rustdesk_call(struct site *s)
{
	call(s, &noise, 21116, 20);
}

/* --- odd packets ------ */

/* A known conversation, but the SYN has the question in it already. */
static void syn_data(struct site *s)
{
	struct tcp c;

	tcp_init(&c, s->sim, &(struct route){
		site_host(EWS), site_host(PLC_MB), tcp_ephemeral(s->sim),
		502 });
	put_mem(net_body(s->sim), "\0\1\0\0\0\6\1\3\0\0\0\4", 12);
	tcp_open_early(&c, site_at(s, 3, 320));
	put_mem(net_body(s->sim), "\0\1\0\0\0\13\1\3\10\0\1\0\2\0\3\0\4", 17);
	tcp_send(&c, SERVER, c.now + 4 * NS_PER_MS);
	tcp_close(&c, CLIENT, c.now + NS_PER_S);
}

const struct site_attack attacks_net[] = {
	{ "slow-scan", 3, NULL, slow_scan,
	  "an HMI tries a port of the engineering station every minute" },
	{ "udp-scan", 5, NULL, udp_scan, "40 UDP ports of one host" },
	{ "fast-scan", 4, NULL, fast_scan,
	  "the jump host scans six machines" },
	{ "scan-and-guess", 5, NULL, scan_and_guess,
	  "the same, and then it guesses SSH passwords" },
	{ "arp-scan", 7, NULL, arp_scan,
	  "the engineering station asks for 60 addresses" },
	{ "ot-probe", 8, NULL, ot_probe,
	  "an HMI tries five ports of control protocols, all answer" },
	{ "beacon", 3, NULL, beacon,
	  "the engineering station calls out, no answer" },
	{ "upload", 9, NULL, upload, "the same, answered: 540,000 bytes out" },
	{ "quic", 5, NULL, quic_call, "QUIC to outside" },
	{ "teamviewer", 4, NULL, teamviewer_call, "TeamViewer to outside" },
	{ "anydesk", 8, NULL, anydesk_call, "AnyDesk's port outside" },
	{ "rustdesk", 7, NULL, rustdesk_call, "RustDesk's port outside" },
	{ "syn-data", 5, NULL, syn_data, "a known client sends data on a SYN" },
	{ 0 }
};
