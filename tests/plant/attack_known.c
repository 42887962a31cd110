/* SPDX-License-Identifier: BSD-3-Clause */
/* What stops, moves or is exchanged, and who calls whom for the first time. */
#include "attack_site.h"

#include <string.h>

#include "noise.h"
#include "sessions.h"
#include "site_words.h"
#include "talk.h"

/* --- a habit that is another one ------ */

static void stopped_poll(struct site *s)
{
	s->change = (struct change){ AB_POLL, site_at(s, 4, 100), 0, 0 };
}

/* Of what goes to a machine that is off only the openings remain. */
static bool is_still_there(const struct tape *t, const struct shot *shot,
			   void *arg)
{
	const struct site *s = arg;
	const uint8_t *p = tape_frame(t, shot);
	const struct host *off = site_host(PLC_S7_2);

	if (shot->ns < site_at(s, 1, 30) || !frame_is_ip4(p, shot->len))
		return true;
	if (get_be32(p + 30) == off->ip)
		return p[23] == 6 && p[14 + 20 + 13] == 2;
	return get_be32(p + 26) != off->ip;
}

/* SCADA goes on trying. */
static void device_off(struct site *s)
{
	tape_keep(&s->sim->tape, is_still_there, s);
	for (int i = 0; i < 60; i++) {
		int64_t t = site_at(s, 1, 60 + 50 * i);

		deed_probe(s, t, &(struct route){
			site_host(site_reign(s, t)->who),
			site_host(PLC_S7_2), tcp_ephemeral(s->sim), 102 },
			REPLY_NONE);
	}
}

static void client_port(struct site *s)
{
	s->change = (struct change){ MEL_POLL, site_at(s, 3, 120), 5552,
				     site_words(MEL_CONTROL)->port };
}

/* Drive 3 is 10.20.1.103. */
static void pattern_left(struct site *s)
{
	s->change = (struct change){ (enum habit_id)(DRIVE_POLL + 2),
				     site_at(s, 3, 120), 0,
				     PORT_DRIVES + 113 };
}

/* --- machines that are exchanged, or are two ------ */

/* The new one's MAC, in frames and in ARP, from the day on; a minute of
 * silence while the cable is moved. */
static void device_swap(struct site *s)
{
	const struct host *old = site_host(PLC_MEL);
	struct host fresh = *old;
	int64_t at = site_at(s, 3, 60);
	struct tape *t = &s->sim->tape;

	memcpy(fresh.mac, "\x58\x52\x8a\x77\x02\x4e", 6);
	for (size_t i = 0; i < t->n_shots; i++) {
		uint8_t *p = tape_frame(t, &t->shots[i]);

		if (t->shots[i].ns < at)
			continue;
		for (size_t k = 0; k + 6 <= t->shots[i].len && k < 42; k++)
			if (!memcmp(p + k, old->mac, 6))
				memcpy(p + k, fresh.mac, 6);
	}
	noise_arp_gratuitous(s->sim, at, &fresh);
}

/* Both say that the address is theirs, and both ask for names. */
static void two_machines(struct site *s)
{
	struct host twin = stranger(site_host(EWS)->ip, 0x0b);

	for (int i = 0; i < 5; i++) {
		int64_t t = site_at(s, 3, 300 + 40 * i);
		const struct host *who = i % 2 ? site_host(EWS) : &twin;

		noise_arp_gratuitous(s->sim, t, who);
		dialog_run(s->sim, &(struct dialog){
			.family = site_words(NAMES),
			.route = { who, site_host(INFRA),
				   tcp_ephemeral(s->sim), 53 },
			.rhythm = { .n = 1, .answer_ns = NS_PER_MS },
			.start = t + 200 * NS_PER_MS });
	}
}

/* --- who talks with whom ------ */

static void stranger_reads(struct site *s)
{
	struct host h = stranger(IP4(10, 20, 2, 77), 0x4d);
	int64_t t = site_at(s, 3, 300);

	arp_ask(s->sim, t, &(struct arp){ .from = &h,
					  .wanted = site_host(PLC_MB)->ip });
	arp_answer(s->sim, t + 200 * NS_PER_US, &(struct arp){
		.from = site_host(PLC_MB), .to = &h });
	dialog_run(s->sim, &(struct dialog){
		.family = site_words(MODBUS_READ),
		.route = { &h, site_host(PLC_MB), tcp_ephemeral(s->sim), 502 },
		.rhythm = { .n = 25, .period_ns = NS_PER_S,
			    .answer_ns = 5 * NS_PER_MS },
		.start = t + NS_PER_MS });
}

/* The mixer's PLC only ever answered. */
static void server_calls(struct site *s)
{
	deed_run(s, site_at(s, 3, 320), &(struct deed){
		.family = site_words(HMI_WORDS), .from = PLC_AB,
		.to = HISTORIAN, .n = 12, .port = 7411 });
}

static void server_commands(struct site *s)
{
	deed_run(s, site_at(s, 3, 320), &(struct deed){
		.family = site_words(MODBUS_CONTROL), .from = PLC_AB,
		.to = PLC_MB, .n = 20 });
}

/* What the engineering station asked it, a PLC asks now. */
static void reversed(struct site *s)
{
	deed_run(s, site_at(s, 3, 340), &(struct deed){
		.family = site_words(MODBUS_READ), .from = PLC_MB, .to = EWS,
		.n = 15 });
}

static void decoy(struct site *s)
{
	deed_probe(s, site_at(s, 4, 411), &(struct route){
		site_host(HMI_2), site_host(DECOY), tcp_ephemeral(s->sim),
		502 }, REPLY_NONE);
}

static void zone_crossed(struct site *s)
{
	deed_run(s, site_at(s, 3, 333), &(struct deed){
		.family = site_words(MODBUS_READ), .from = HMI_2,
		.to = SIS_PLC, .n = 8 });
}

/* The mapper on 135, then the port of the day: one cause. */
static void opc_client(struct site *s)
{
	opc_session(s->sim, site_at(s, 3, 333), &(struct opc){
		.client = site_host(HMI_2), .server = site_host(OPC_SERVER),
		.port = 49777, .n_reads = 10, .pause_ns = NS_PER_S });
}

static void new_client(struct site *s)
{
	deed_run(s, site_at(s, 3, 333), &(struct deed){
		.family = site_words(MODBUS_READ), .from = HMI_2,
		.to = PLC_MB, .n = 8 });
}

/* --- logins that anybody can read ------ */

static void ftp_login(struct site *s)
{
	ftp_session(s->sim, site_at(s, 2, 300), &(struct file_login){
		site_host(EWS), site_host(RTU), .n_wrong = 2, .n_files = 1 });
}

static void ftp_guesses(struct site *s)
{
	for (int i = 0; i < 30; i++)
		ftp_session(s->sim, site_at(s, 2, 290 + 7 * i),
			    &(struct file_login){ site_host(HISTORIAN),
						  site_host(RTU),
						  .n_wrong = 1 });
}

static void telnet_failed(struct site *s)
{
	telnet_session(s->sim, site_at(s, 2, 300), &(struct file_login){
		site_host(EWS), site_host(RTU), .n_wrong = 2 });
}

static void telnet_login(struct site *s)
{
	telnet_session(s->sim, site_at(s, 2, 300), &(struct file_login){
		site_host(EWS), site_host(RTU), .n_wrong = 1,
		.n_files = 1 });
}

static void ssh_guesses(struct site *s)
{
	for (int i = 0; i < 25; i++)
		ssh_session(s->sim, site_at(s, 4, 290 + 11 * i),
			    &(struct login){ .route = {
				site_host(JUMP), site_host(RTU),
				tcp_ephemeral(s->sim), PORT_SSH } });
}

const struct site_attack attacks_known[] = {
	{ "stopped-poll", 5, stopped_poll, NULL,
	  "from the fifth day on a PLC is not polled any more" },
	{ "device-off", 4, NULL, device_off,
	  "a PLC is switched off; SCADA goes on trying" },
	{ "client-port", 4, client_port, NULL,
	  "SCADA's fixed client port is another one" },
	{ "pattern-left", 8, pattern_left, NULL,
	  "10.20.1.103 is not at port 51103 but at 51113" },
	{ "device-swap", 4, NULL, device_swap,
	  "a PLC is replaced: its address has another MAC" },
	{ "two-machines", 7, NULL, two_machines,
	  "two machines have the engineering station's address" },
	{ "stranger", 3, NULL, stranger_reads,
	  "an unknown machine reads a PLC" },
	{ "server-calls", 5, NULL, server_calls,
	  "a PLC that only answered opens connections" },
	{ "server-commands", 8, NULL, server_commands,
	  "a PLC that only answered commands another one" },
	{ "reversed", 4, NULL, reversed,
	  "a PLC reads from the engineering station that read from it" },
	{ "decoy", 7, NULL, decoy, "one packet to an address nobody has" },
	{ "zone-crossed", 3, NULL, zone_crossed,
	  "an HMI reads the controller of the safety zone" },
	{ "new-client", 5, NULL, new_client,
	  "an HMI reads a PLC that it never talked to" },
	{ "opc-client", 4, NULL, opc_client,
	  "an HMI reads from the OPC server, where it never was" },
	{ "ftp-login", 5, NULL, ftp_login,
	  "FTP to a known server: two wrong passwords, then files" },
	{ "ftp-guesses", 8, NULL, ftp_guesses,
	  "a known FTP client is refused thirty times" },
	{ "telnet-failed", 7, NULL, telnet_failed,
	  "Telnet to the RTU, wrong passwords" },
	{ "telnet-login", 3, NULL, telnet_login,
	  "Telnet to the RTU, then the right one" },
	{ "ssh-guesses", 9, NULL, ssh_guesses,
	  "a known SSH client guesses passwords" },
	{ 0 }
};
