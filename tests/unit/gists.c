/* SPDX-License-Identifier: BSD-3-Clause */
#include "gists.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "frames.h"
#include "ground/alloc.h"
#include "ground/hash.h"
#include "payloads.h"
#include "understand/protocols/crc.h"
#include "understand/protocols/families.h"

enum { MOST = 1400, SAMPLE_OCTETS = 1024, SAMPLES = 32, JOINED = 3 };

static void set_be16(uint8_t *p, size_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static void set_le16(uint8_t *p, size_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
}

static void mend_modbus(uint8_t *p, size_t n, uint64_t dice)
{
	if (n < 9)
		return;
	set_be16(p + 4, n - 6);
	if (dice & 1)
		p[8] = (uint8_t)(n - 9);
	if (dice & 2 && n > 12)
		p[12] = (uint8_t)(n - 13);
	if (dice & 4 && n > 16)
		p[16] = (uint8_t)(n - 17);
}

static void mend_tpkt(uint8_t *p, size_t n, uint64_t dice)
{
	(void)dice;
	if (n >= 4)
		set_be16(p + 2, n);
}

static void mend_s7(uint8_t *p, size_t n, uint64_t dice)
{
	size_t head = n > 8 && p[8] != 1 && p[8] != 7 ? 19 : 17;
	size_t parameters;

	mend_tpkt(p, n, dice);
	if (n <= head)
		return;
	parameters = (size_t)p[13] << 8 | p[14];
	if (parameters <= n - head)
		set_be16(p + 15, n - head - parameters);
}

static void mend_mms(uint8_t *p, size_t n, uint64_t dice)
{
	static const uint8_t at[] = { 12, 14, 19, 21 };

	mend_tpkt(p, n, dice);
	for (size_t i = 0; i < sizeof at && n - at[i] < 128; i++)
		if (n > at[i])
			p[at[i]] = (uint8_t)(n - at[i] - 1);
}

static void mend_iec104(uint8_t *p, size_t n, uint64_t dice)
{
	if (n >= 2)
		p[1] = (uint8_t)(n - 2);
	if (dice & 1 && n > 6)
		p[2] &= 0xfe;
}

static void mend_dnp3(uint8_t *p, size_t n, uint64_t dice)
{
	size_t data = n < 10 ? 0 : n - 10;

	(void)dice;
	if (n < 10)
		return;
	data -= 2 * ((data + 17) / 18);
	p[2] = (uint8_t)(data + 5);
	set_le16(p + 8, (size_t)crc16_reflected(p, 8, crc16_dnp, 0) ^ 0xffff);
}

static void mend_enip(uint8_t *p, size_t n, uint64_t dice)
{
	size_t at = n > 44 && p[32] == 0xa1 ? 40 : 36;

	if (n < 24)
		return;
	set_le16(p + 2, n - 24);
	if (n >= 44 && (dice & 3) != 3)
		set_le16(p + at + 2, n - at - 4);
}

static void mend_enip_io(uint8_t *p, size_t n, uint64_t dice)
{
	(void)dice;
	if (n >= 18)
		set_le16(p + 16, n - 18);
}

static void mend_opcua(uint8_t *p, size_t n, uint64_t dice)
{
	(void)dice;
	if (n < 8)
		return;
	set_le16(p + 4, n);
	set_le16(p + 6, 0);
}

static void mend_bacnet(uint8_t *p, size_t n, uint64_t dice)
{
	(void)dice;
	if (n >= 4)
		set_be16(p + 2, n);
}

static void mend_fins(uint8_t *p, size_t n, uint64_t dice)
{
	(void)p;
	(void)n;
	(void)dice;
}

static void mend_fins_tcp(uint8_t *p, size_t n, uint64_t dice)
{
	(void)dice;
	if (n < 8)
		return;
	set_be16(p + 4, 0);
	set_be16(p + 6, n - 8);
}

static void mend_slmp(uint8_t *p, size_t n, uint64_t dice)
{
	size_t head = n && p[0] & 4 ? 13 : 9;

	(void)dice;
	if (n >= head)
		set_le16(p + head - 2, n - head);
}

/* In hexadecimal, NULL ends; lengths and sums are put in when they are read,
 * but where = says that it is several messages as they are. */
#define DATA4 "01 02 03 04 "
#define DATA16 DATA4 DATA4 DATA4 DATA4
#define MODBUS "00 01 00 00 00 00 01 "
#define S7(kind, parameters) \
	"03 00 00 00 02 f0 80 32 " kind " 00 00 00 07 00 " parameters " 00 00 "
#define ITEM "01 12 0a 10 02 00 10 00 01 84 00 00 10 "
#define MMS "03 00 00 00 02 f0 80 01 00 01 00 61 00 30 00 02 01 03 a0 00 "
#define IEC(type, number, cause) \
	"68 00 02 00 04 00 " type number cause "00 01 00 10 00 00 "
#define DNP(control) "05 64 00 " control "01 00 0a 00 00 00 "
#define ENIP(command) \
	command "00 00 00 04 03 02 01 00 00 00 00 00 00 00 00 00 00 00 01 " \
	"00 00 00 00 "
#define RR ENIP("6f") "00 00 00 00 05 00 02 00 00 00 00 00 b2 00 00 00 "
#define UNIT ENIP("70") "00 00 00 00 00 00 02 00 a1 00 04 00 01 02 03 04 " \
	"b1 00 00 00 09 00 "
#define UA(chunk, service) \
	"4d 53 47 " chunk "00 00 00 00 07 00 00 00 01 00 00 00 33 00 00 00 " \
	"02 00 00 00 01 00 " service "00 00 00 00 00 00 00 00 05 00 00 00 "
#define NPDU "81 0a 00 00 01 "
#define FINS " 00 02 00 0a 00 00 01 00 07 "
#define FINS_TCP "46 49 4e 53 00 00 00 00 00 00 00 02 00 00 00 00 "
#define SLMP3 " 00 00 ff ff 03 00 00 00 "
#define SLMP4 " 00 07 00 00 00 00 ff ff 03 00 00 00 "

static const struct kind {
	const struct protocol *proto;
	void (*mend)(uint8_t *p, size_t n, uint64_t dice);
	const char *samples[SAMPLES];
} kinds[] = {
	{ &modbus_tcp, mend_modbus, {
		MODBUS "03 00 10 00 04", MODBUS "03 08 " DATA4 DATA4,
		MODBUS "01 00 10 00 04", MODBUS "01 03 01 02 03",
		MODBUS "06 00 10 00 04", MODBUS "83 02", MODBUS "07 00",
		MODBUS "10 00 10 00 02 04 " DATA4, MODBUS "10 00 10 00 02",
		MODBUS "17 00 10 00 02 00 20 00 02 04 " DATA4,
		MODBUS "18 00 04 00 01 00 02", MODBUS "08 00 04 00 00",
		MODBUS "2b 0e 01 00", MODBUS "5a 00 02", MODBUS "5a 00 fe 01",
	} },
	{ &s7comm, mend_s7, {
		S7("01", "0e") "04 " ITEM, S7("01", "0e") "05 " ITEM
		"00 04 00 20 " DATA4, S7("03", "02") "00 00 04 01 ff 04 00 20 "
		DATA4, S7("03", "02") "00 00 05 01 ff", S7("03", "02")
		"00 00 05 02 ff 0a", S7("03", "02") "00 00 04 02 0a 00 00 00 "
		"ff 09 00 03 01 02 03 00", S7("03", "02") "81 04 04 01",
		S7("01", "08") "f0 00 00 01 00 01 01 e0",
		S7("07", "08") "00 01 12 04 11 44 01 00 ff 09 00 04 00 11 00",
		S7("07", "0c") "00 01 12 08 12 84 01 00 00 00 00 00 ff 09 00",
		"03 00 00 00 02 f0 00 32 01 00 00 00 07 00 0e 00 00 04 01",
		"03 00 00 00 02 f0 80 " DATA16,
	} },
	{ &mms, mend_mms, {
		MMS "a0 1e 02 01 01 a4 19 a1 17 a0 15 30 13 a0 11 a1 0f 1a 02 "
		"4c 44 1a 09 47 24 53 54 24 49 6e 64 31", MMS "a0 1e 02 01 01 "
		"a5 19 a1 17 a0 15 30 13 a0 11 a1 0f 1a 02 4c 44 1a 09 47 24 "
		"43 4f 24 49 6e 64 31", MMS "a0 23 02 01 01 a4 1e a1 1c a0 1a "
		"30 18 a0 16 a1 14 1a 02 4c 44 1a 0e 47 24 43 4f 24 50 24 53 "
		"42 4f 77 00 00 00", MMS "a1 0a 02 01 01 a4 05 a1 03 83 01 01",
		MMS "a1 0a 02 01 01 a4 05 a1 03 80 01 03", MMS "a1 07 02 01 01 "
		"a5 02 80 01 03", MMS "a3 0c a0 0a a1 05 80 03 52 50 54 a0 01 "
		"00", MMS "a0 05 02 01 01 82 00", MMS "a0 03 02 01 01",
		MMS "a2 05 80 01 01 a2 00", MMS "a4 03 80 01 01",
		MMS "a0 0f 02 01 01 30 03 80 01 01 a1 05 a0 03 80 01 09",
		MMS "a0 13 02 01 01 a4 0e 1a 0d 54 41 53 45 32 5f 56 65 72 73 "
		"69 6f 6e",
	} },
	{ &iec104, mend_iec104, {
		IEC("0d ", "01 ", "03 ") DATA4 "00", IEC("01 ", "01 ", "03 ")
		"01", IEC("01 ", "82 ", "14 ") "01 00", IEC("09 ", "02 ",
		"03 ") "01 02 00 11 00 00 03 04 00", IEC("2d ", "01 ", "06 ")
		"81", IEC("2d ", "01 ", "47 ") "01", IEC("64 ", "01 ", "06 ")
		"14", IEC("64 ", "01 ", "0a ") "14", IEC("66 ", "01 ", "05 "),
		IEC("7a ", "01 ", "0d ") DATA4, IEC("32 ", "01 ", "2c ") DATA4
		"00", "68 04 01 00 08 00", "68 04 07 00 00 00",
		"68 04 43 00 00 00", "68 04 83 00 00 00",
		"=68 04 01 00 08 00 68 0e 02 00 04 00 01 01 03 00 01 00 10 00 "
		"00 01 68 12 04 00 04 00 0d 01 03 00 01 00 10 00 00 01 02 03 "
		"04 00 ",
	} },
	/* The last ones: a checksum stands where a longer frame goes on. */
	{ &dnp3, mend_dnp3, {
		DNP("c4 ") "c0 c1 01 3c 02 06 00 00", DNP("44 ")
		"c0 c1 81 00 00 " DATA4 "00 00", DNP("44 ") "c0 e1 82 90 04 "
		DATA4 "01 02 03 04 05 06 07 00 00 01 02 00 00", DNP("c4 ")
		"c0 c1 02 32 01 07 01 " DATA4 "00 00", DNP("c4 ")
		"c1 c1 02 50 01 00 07 07 00 00 00", DNP("c0 "), DNP("00 "),
		DNP("44 ") "80 01 02 03 04 00 00", DNP("44 ") "01 00 00",
		DNP("c4 ") "c0 c1 05 0c 01 28 01 00 01 00 03 00 00",
		"=05 64 15 44 01 00 0a 00 4d 19 40 c1 81 90 04 01 01 01 01 "
		"01 01 01 01 01 01 01 04 cd 05 64 0c 44 01 00 0a 00 b7 4e 81 "
		"02 02 02 02 02 02 e9 b0 ",
		"=05 64 0b 44 01 00 0a 00 89 90 40 c1 81 00 02 07 01 75 "
		"05 64 08 44 01 00 0a 00 d9 03 01 03 04 94 8f 05 64 08 44 01 "
		"00 0a 00 d9 03 82 03 04 fb f0 ",
		"=05 64 07 c4 0a 00 01 00 1e 06 44 0f 0d 1f 05 64 09 c4 0a "
		"00 01 00 1b f7 81 01 02 03 74 69 ",
		"=05 64 08 c4 0a 00 01 00 fc 42 44 c1 0d 95 1e 05 64 08 c4 "
		"0a 00 01 00 fc 42 81 01 02 12 74 ",
		"=05 64 08 c4 0a 00 01 00 fc 42 c0 6e 02 32 51 05 64 09 c4 "
		"0a 00 01 00 1b f7 81 01 02 03 74 69 ",
		"=05 64 09 c4 0a 00 01 00 1b f7 c0 c1 02 32 a0 d9 05 64 08 "
		"c4 0a 00 01 00 fc 42 81 01 02 12 74 ",
		"=05 64 09 44 01 00 0a 00 3e b6 c0 c1 81 00 5c 85 05 64 09 "
		"44 01 00 0a 00 3e b6 81 01 02 03 74 69 ",
		"=05 64 0a 44 01 00 0a 00 6e 25 c0 c1 81 00 5c b0 ed 05 64 "
		"08 44 01 00 0a 00 d9 03 81 01 02 12 74 ",
	} },
	{ &enip, mend_enip, {
		RR "0e 03 20 04 24 64 30 03", RR "8e 00 00 00 " DATA4,
		RR "8e 00 05 01 00 00", RR "4c 02 91 02 61 62 01 00",
		UNIT "4c 02 91 02 61 62 01 00", UNIT "cc 00 00 00 c3 00 07 00",
		UNIT "cd 00 00 00", UNIT "4d 02 91 02 61 62 c3 00 01 00 07 00",
		RR "4b 02 20 67 24 01 07 01 00 02 00 00 00 0f 00 01 00 aa 02",
		RR "54 02 20 06 24 01 " DATA16 DATA16 DATA4 "a3 01",
		RR "81 00 00 00 01 00 0e 00 36 00 14 0b 60 31 " DATA4
		"03 61 62 63", UNIT "0a 02 20 02 24 01 01 00 04 00 0e 02 20 01"
		" 24 01", UNIT "8a 00 00 00 01 00 04 00 8e 00 16 00",
		/* Several: alike, not alike, refused, of no known place. */
		UNIT "0a 02 20 02 24 01 02 00 06 00 0e 00 4c 02 91 02 61 62 "
		"01 00 4c 02 91 02 63 64 01 00",
		UNIT "0a 02 20 02 24 01 02 00 06 00 0e 00 4c 02 91 02 61 62 "
		"01 00 4d 02 91 02 63 64 01 00",
		UNIT "8a 00 00 00 02 00 06 00 0e 00 cc 00 00 00 c3 00 07 00 "
		"cc 00 00 00 c3 00 09 00",
		UNIT "8a 00 06 00 02 00 06 00 0e 00 cc 00 00 00 c3 00 07 00 "
		"cc 00 05 00 c3 00 09 00",
		UNIT "8a 00 1e 00 02 00 06 00 0e 00 cc 00 05 00 c3 00 07 00 "
		"cc 00 05 00 c3 00 09 00",
		UNIT "0a 02 20 02 24 01 02 00 06 00 20 00 4c 02 91 02 61 62 "
		"01 00 4c 02 91 02 63 64 01 00",
		UNIT "0a 02 20 02 24 01 02 00 06 00 0e 00 0a 02 20 02 24 01 "
		"01 00 4d 02 91 02 63 64 01 00",
		ENIP("65") "01 00 00 00", ENIP("63"), ENIP("00"),
		RR "4b 02 20 37 24 01 00 00", RR "05 03 21 00 01 00 24 01 00",
		RR "4b 03 21 00 37 00 24 01 00", RR "4b 03 21 00 10 00 24 01",
	} },
	{ &enip_io, mend_enip_io, {
		"02 00 02 80 08 00 01 02 03 04 05 00 00 00 b1 00 04 00 " DATA4,
		"02 00 02 80 08 00 01 02 03 04 05 00 00 00 b1 00 00 00",
	} },
	{ &opcua, mend_opcua, {
		UA("46 ", "77 02 ") DATA16, UA("46 ", "7a 02 ") "00 00 00 00 "
		DATA16, UA("46 ", "7a 02 ") "00 00 0a 80", UA("46 ", "a1 02 ")
		DATA16, UA("46 ", "a4 02 ") "00 00 00 00 00 ff ff ff ff 00 00 "
		"00 01 00 00 00 00 00 1f 80", UA("46 ", "3a 03 ") DATA16,
		UA("46 ", "3d 03 ") "00 00 00 00 " DATA16, UA("43 ", "77 02 ")
		DATA16, UA("46 ", "d3 01 ") DATA16, UA("46 ", "8d 01 ")
		"00 00 0a 80", "4f 50 4e 46 00 00 00 00 " DATA16 DATA16,
	} },
	{ &bacnet, mend_bacnet, {
		NPDU "04 02 75 09 0c 0c 00 00 00 05 19 55", NPDU "00 30 09 0c "
		"0c 00 00 00 05 19 55 3e 44 00 00 00 00 3f", NPDU "00 30 09 0c"
		" 0c 02 00 00 05 19 4d 3e 73 00 61 62 3f", NPDU "00 10 00 c4 "
		"02 00 00 05 22 05 c4 91 00 21 08", NPDU "00 10 08",
		NPDU "04 02 75 09 01 09 00", NPDU "00 10 02 09 00 1c 02",
		NPDU "00 20 09 0f", NPDU "00 50 09 0c 91 02 91 20",
		NPDU "00 60 09 01", NPDU "00 38 09 00 04 0e " DATA4,
		NPDU "28 00 05 01 0a 00 06 02 0b 0c ff 02 75 09 0c 0c 00 00 00",
		NPDU "08 00 05 01 0a 30 09 0c 0c 02 00 00 05 19 4d 3e 73 00 61",
		/* By a router, who is not named, and to all networks. */
		NPDU "08 00 05 01 0a 10 00 c4 02 00 00 05 22 05 c4 91 00 21 08",
		NPDU "20 ff ff 00 ff 10 00 c4 02 00 00 05 22 05 c4 91 00 21 08",
		NPDU "80 01 00 05", "81 04 00 00 0a 00 00 01 ba c0 01 00 10 08",
		"81 00 00 00 00 00", "81 0b 00 00 01 20 ff ff 00 ff 10 08",
	} },
	{ &fins_udp, mend_fins, {
		"80" FINS "06 01", "80" FINS "01 01 82 00 64 00 00 0a",
		"c0" FINS "01 01 00 00 " DATA4, "c0" FINS "01 01 11 03",
		"81" FINS "01 02 82 00 64 00 00 01 00 01",
		"c0" FINS "06 01 00 40 01 04",
	} },
	{ &fins_tcp, mend_fins_tcp, {
		FINS_TCP "80" FINS "06 01", FINS_TCP "c0" FINS "01 01 11 03",
		FINS_TCP "80" FINS "01 01 82 00 64 00 00 0a",
		FINS_TCP "c0" FINS "01 01 00 00 " DATA4,
		"46 49 4e 53 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01",
	} },
	{ &slmp, mend_slmp, {
		"d0" SLMP3 "00 00 " DATA4, "d0" SLMP3 "51 c0",
		"50" SLMP3 "10 00 01 04 00 00 64 00 00 a8 0a 00",
		"50" SLMP3 "10 00 01 14 01 00 64 00 00 90 01 00 10",
		"54" SLMP4 "10 00 01 04 00 00 64 00 00 a8 0a 00",
		"d4" SLMP4 "00 00 " DATA4, "50" SLMP3 "10 00 01 21 00 00",
		"35 30 30 30 30 30 46 46 30 33 46 46 30 30 30 30 30 43 "
		"30 30 31 30 30 34 30 31 30 30 30 30",
	} },
	{ &cclink_ief_basic, mend_slmp, {
		"d0" SLMP3 "00 00 " DATA16, "50" SLMP3 "00 00 30 0e 00 00",
		"50" SLMP3 "00 00 70 0e 00 00 " DATA16,
	} },
};

#define N_KINDS (sizeof kinds / sizeof *kinds)

struct found {
	uint8_t *p;
	size_t n;
};

struct gists {
	struct {
		struct found *item;
		size_t n, cap;
	} found[N_KINDS];
};

size_t gists_n(void)
{
	return N_KINDS;
}

const struct protocol *gists_protocol(size_t k)
{
	return kinds[k].proto;
}

uint64_t gists_next(uint64_t *state)
{
	*state += 0x9e3779b97f4a7c15u;
	return hash_pair(*state, 0, 1);
}

static void add(struct gists *g, size_t k, const uint8_t *p, size_t n)
{
	struct found one = { xmalloc(n), n };

	memcpy(one.p, p, n);
	g->found[k].item = grow(g->found[k].item, g->found[k].n,
				&g->found[k].cap, sizeof one);
	g->found[k].item[g->found[k].n++] = one;
}

/* A payload that begins with a message of a kind is one of its samples. */
static void consider(void *arg, const struct packet *p)
{
	struct gists *g = arg;
	size_t n = p->payload_caplen;

	for (size_t k = 0; n <= MOST && k < N_KINDS; k++) {
		struct protocol_memory memory = { { 0 }, { 0 } };
		struct saying said = { .speech = SPEECH_NEITHER };
		struct message m = { p->payload, n, 0,
				     { p->port[0], p->port[1] },
				     p->proto == IP_UDP, &memory };
		int32_t len = kinds[k].proto->length(m.p, n, m.udp);

		m.len = (size_t)len;
		if (len > 0 && kinds[k].proto->message(&m, &said))
			add(g, k, p->payload, n);
	}
}

struct gists *gists_new(void)
{
	struct gists *g = xcalloc(1, sizeof *g);
	uint8_t p[SAMPLE_OCTETS];

	for (size_t k = 0; k < N_KINDS; k++)
		for (size_t i = 0; kinds[k].samples[i]; i++) {
			const char *hex = kinds[k].samples[i];
			bool whole = *hex == '=';
			size_t n = unhex(hex + whole, p);

			if (!whole)
				kinds[k].mend(p, n, 0);
			add(g, k, p, n);
		}
	payloads_each(payloads_testdata(), consider, g);
	payloads_each(payloads_real(), consider, g);
	return g;
}

void gists_free(struct gists *g)
{
	for (size_t k = 0; k < N_KINDS; k++) {
		for (size_t i = 0; i < g->found[k].n; i++)
			free(g->found[k].item[i].p);
		free(g->found[k].item);
	}
	free(g);
}

size_t gists_numbered(const struct gists *g, size_t k, size_t number,
		      uint8_t *p)
{
	const struct found *f = &g->found[k].item[number % g->found[k].n];

	memcpy(p, f->p, f->n);
	return f->n;
}

/* Half of them from the table, so that no kind of message is drowned. */
size_t gists_sample(const struct gists *g, size_t k, uint64_t *state,
		    uint8_t *p)
{
	size_t among = g->found[k].n;

	if (gists_next(state) & 1)
		for (among = 0; kinds[k].samples[among];)
			among++;
	return gists_numbered(g, k, gists_next(state) % among, p);
}

/* Mostly in the first octets; often a value that is like the last one. */
static void change(uint8_t *p, size_t n, uint64_t *state)
{
	uint64_t dice = gists_next(state);
	size_t at = (dice & 7 ? gists_next(state) % 64 : dice >> 16) % n;

	switch (dice >> 3 & 3) {
	case 0:
		p[at] = (uint8_t)gists_next(state);
		break;
	case 1:
		p[at] ^= (uint8_t)(1 << (dice >> 8 & 7));
		break;
	case 2:
		p[at] = (uint8_t)(dice >> 8 & 7);
		break;
	default:
		p[at] = p[(dice >> 16) % n];
		break;
	}
}

/* Cut or grown by some octets. */
static size_t resize(uint8_t *p, size_t n, uint64_t *state)
{
	uint64_t dice = gists_next(state);
	size_t by = dice >> 8 & (dice & 2 ? 3 : 31);

	if (dice & 1)
		return n > by ? n - by : n;
	for (size_t i = 0; i < by; i++)
		p[n + i] = (uint8_t)(dice >> 16 & 4 ? gists_next(state) : 0);
	return n + by;
}

size_t gists_payload(const struct gists *g, size_t k, uint64_t *state,
		     uint8_t *p)
{
	uint64_t dice = gists_next(state);
	unsigned parts = dice & 3 ? 1 : 1 + (unsigned)(dice % JOINED);
	size_t total = 0;

	for (unsigned i = 0; i < parts; i++) {
		size_t n = gists_sample(g, k, state, p + total);

		dice = gists_next(state);
		for (unsigned c = dice & 3; c; c--)
			change(p + total, n, state);
		if (dice & 4)
			n = resize(p + total, n, state);
		if (dice & 0x38)
			kinds[k].mend(p + total, n, dice >> 8);
		total += n;
		if (total > MOST)
			break;
	}
	return total;
}
