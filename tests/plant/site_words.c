/* SPDX-License-Identifier: BSD-3-Clause */
#include "site_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TCP = 6, UDP = 17, PORT_TAGS = 20295, PORT_HEART = 9120 };

static const struct family *find(const struct family *row, const char *name)
{
	while (row->name && strcmp(row->name, name) != 0)
		row++;
	if (!row->name) {
		fprintf(stderr, "plant: no family %s\n", name);
		exit(2);
	}
	return row;
}

/* A family's words with the chance of the operation fixed. */
static void with(const struct chat *c, struct bytes *b,
		 void (*words)(const struct chat *c, struct bytes *b),
		 unsigned op)
{
	struct chat held = *c;

	held.op = op;
	words(&held, b);
}

/* ASK and ANSWER of a family of which the operation follows from OP. */
#define HOLD(id, row, name, op) \
	static void id##_ask(const struct chat *c, struct bytes *b) \
	{ \
		with(c, b, find(row, name)->ask, op); \
	} \
	static void id##_answer(const struct chat *c, struct bytes *b) \
	{ \
		with(c, b, find(row, name)->answer, op); \
	}

/* The chance that chat.h's families take for each operation. */
enum { S7_WRITES = 0, S7_READS = 1, ENIP_READS = 1, SLMP_WRITES = 0,
       SLMP_READS = 1, MODBUS_READS = 0, MODBUS_INPUTS = 3,
       MODBUS_SETS = 5, MODBUS_SETS_MANY = 6, IEC_TESTS = 3,
       IEC_INTERROGATES = 2, IEC_COMMANDS = 1 };

HOLD(s7_control, families_plc, "s7comm",
     c->n % 9 == 5 ? S7_WRITES : S7_READS)
HOLD(s7_read, families_plc, "s7comm", S7_READS)
HOLD(ab_read, families_plc, "enip", ENIP_READS)
HOLD(mel_control, families_maker, "slmp-3e",
     c->n % 8 == 3 ? SLMP_WRITES : SLMP_READS)
HOLD(modbus_control, families_plc, "modbus",
     c->n % 10 == 4 ? MODBUS_SETS : c->n % 10 == 9 ? MODBUS_SETS_MANY :
     c->n % 2 ? MODBUS_INPUTS : MODBUS_READS)
HOLD(modbus_read, families_plc, "modbus", MODBUS_READS)
HOLD(modbus_write, families_plc, "modbus", MODBUS_SETS)
HOLD(iec104, families_scada, "iec104",
     c->n % 4 == 2 ? IEC_INTERROGATES : c->n % 16 == 9 ? IEC_COMMANDS :
     IEC_TESTS)
HOLD(web, families_it, "http", 0)
HOLD(dns, families_building, "dns", 0)
HOLD(ntp, families_building, "ntp", 0)
HOLD(snmp, families_building, "snmp", 1)
HOLD(drive, families_unknown, "varying", 0)
HOLD(hmi, families_unknown, "writing", 0)
HOLD(heart, families_unknown, "fixed", 0)

/* What changed, without being asked. */
static void iec104_push(const struct chat *c, struct bytes *b)
{
	find(families_scada, "iec104")->push(c, b);
}

/* Exception 2 to function 3: illegal data address. */
static void modbus_refused_answer(const struct chat *c, struct bytes *b)
{
	put_be16(b, c->id & 0xffff);
	put_be16(b, 0);
	put_be16(b, 3);
	put_u8(b, 1 + c->style % 3);
	put_u8(b, 0x83);
	put_u8(b, 2);
}

/* Two letters of the message in each address, one register each. */
static void modbus_covert_ask(const struct chat *c, struct bytes *b)
{
	static const char message[] = "recipe 17: 4 parts A, 9 parts B; ";
	struct chat held = *c;
	size_t at = 2 * c->n % (sizeof message - 1);

	held.at = (unsigned char)message[at] << 8 |
		(unsigned char)message[(at + 1) % (sizeof message - 1)];
	held.size = 0;
	with(&held, b, find(families_plc, "modbus")->ask, MODBUS_READS);
}

static void modbus_covert_answer(const struct chat *c, struct bytes *b)
{
	struct chat held = *c;

	held.size = 0;
	with(&held, b, find(families_plc, "modbus")->answer, MODBUS_READS);
}

static void web_login_ask(const struct chat *c, struct bytes *b)
{
	(void)c;
	put_text(b, "GET /setup HTTP/1.1\r\nHost: pumps\r\n"
		    "Authorization: Basic c2VydmljZTpzZXJ2aWNl\r\n\r\n");
}

/* COTP with a cookie, then TLS (MS-RDPBCGR, 2.2.1.1); its records only. */
static void tls_record(const struct chat *c, struct bytes *b)
{
	unsigned n = 40 + c->size * 3;

	put_mem(b, "\x17\x03\x03", 3);
	put_be16(b, n);
	put_chance(c, b, n);
}

static void rdp_ask(const struct chat *c, struct bytes *b)
{
	static const char cookie[] = "Cookie: mstshash=service\r\n";
	unsigned n = sizeof cookie - 1 + 8;

	if (c->n) {
		tls_record(c, b);
		return;
	}
	put_be16(b, 0x0300);
	put_be16(b, 11 + n);
	put_u8(b, 6 + n);
	put_mem(b, "\xe0\0\0\0\0\0", 6);
	put_text(b, cookie);
	put_mem(b, "\1\0\x08\0\3\0\0\0", 8);
}

static void rdp_answer(const struct chat *c, struct bytes *b)
{
	if (c->n)
		tls_record(c, b);
	else
		put_mem(b, "\3\0\0\x13\x0e\xd0\0\0\x12\x34\0\2\x1f\x08\0\1\0"
			   "\0\0", 19);
}

void put_syslog(struct sim *sim, const struct host *from)
{
	struct bytes *b = net_body(sim);

	put_text(b, "<134>Oct 23 00:00:00 ");
	put_text(b, from->name);
	put_text(b, " link: port 7 is up");
}

static const struct family families[N_WORDS] = {
	[S7_CONTROL] = { "s7", TCP, 102, 0, s7_control_ask, s7_control_answer,
			 0, 0 },
	[S7_READ] = { "s7", TCP, 102, 0, s7_read_ask, s7_read_answer, 0, 0 },
	[AB_READ] = { "enip", TCP, 44818, 0, ab_read_ask, ab_read_answer, 0,
		      0 },
	[MEL_CONTROL] = { "slmp", TCP, 5010, 0, mel_control_ask,
			  mel_control_answer, 0, 0 },
	[MODBUS_CONTROL] = { "modbus", TCP, 502, 0, modbus_control_ask,
			     modbus_control_answer, 0, 0 },
	[MODBUS_READ] = { "modbus", TCP, 502, 0, modbus_read_ask,
			  modbus_read_answer, 0, 0 },
	[MODBUS_WRITE] = { "modbus", TCP, 502, 0, modbus_write_ask,
			   modbus_write_answer, 0, 0 },
	[MODBUS_REFUSED] = { "modbus", TCP, 502, 0, modbus_read_ask,
			     modbus_refused_answer, 0, 0 },
	[MODBUS_COVERT] = { "modbus", TCP, 502, 0, modbus_covert_ask,
			    modbus_covert_answer, 0, 0 },
	[IEC104_POLL] = { "iec104", TCP, 2404, 0, iec104_ask, iec104_answer,
			  0, iec104_push },
	[DRIVE_WORDS] = { "drive", TCP, 0, 0, drive_ask, drive_answer, 0, 0 },
	[HMI_WORDS] = { "tags", TCP, PORT_TAGS, 0, hmi_ask, hmi_answer, 0, 0 },
	[HEARTBEATS] = { "heart", TCP, PORT_HEART, 0, heart_ask, heart_answer,
			 0, 0 },
	[WEB] = { "http", TCP, 80, 0, web_ask, web_answer, 0, 0 },
	[WEB_LOGIN] = { "http", TCP, 80, 0, web_login_ask, web_answer, 0, 0 },
	[REMOTE_DESKTOP] = { "rdp", TCP, 3389, 0, rdp_ask, rdp_answer, 0, 0 },
	[NAMES] = { "dns", UDP, 53, 0, dns_ask, dns_answer, 0, 0 },
	[TIME] = { "ntp", UDP, 123, 123, ntp_ask, ntp_answer, 0, 0 },
	[SNMP_READ] = { "snmp", UDP, 161, 0, snmp_ask, snmp_answer, 0, 0 },
};

const struct family *site_words(enum words w)
{
	return &families[w];
}
