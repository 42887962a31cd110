/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SMB 1 to 3 over TCP ([MS-CIFS] 2.2.3.1, [MS-SMB2] 2.2.1), with the NetBIOS
 * session service before it on port 139 (RFC 1002, 4.3).
 *
 *    0      1        4           8
 *   +------+--------+-----------+-------------------------
 *   | type | length | magic SMB | rest of the header
 *   +------+--------+-----------+-------------------------
 *   type 00 message, 81 request, 82 83 84 answers, 85 keep-alive
 *   ff SMB: 8 command, 9 status, 13 flags (80: an answer), 34 multiplex id
 *   fe SMB: 8 size of the header (64), 12 status, 16 command, 20 flags (1: an
 *           answer), 28 message id
 *   fd SMB, fc SMB: encrypted, compressed
 *
 * The length is big-endian, the rest little-endian.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { FRAME = 4, MAGIC = 8, SMB1_HEADER = FRAME + 32,
       SMB2_HEADER = FRAME + 64, NAMES = 68, SESSION_PORT = 139 };

enum frame { MESSAGE = 0, REQUEST = 0x81, POSITIVE, NEGATIVE, RETARGET,
	     KEEP_ALIVE };

/* Octet of memory. */
enum { KNOWN };

static const char *const operations[] = {
	"login:session", "read:file", "write:file", "read:directory",
	"write:delete", "write:information", "read:share", "read:pipe",
	"error:login-failed", "error:access-denied", NULL,
};

enum { LOGIN = 1 << 0, READ = 1 << 1, WRITE = 1 << 2, FIND = 1 << 3,
       DELETE = 1 << 4, SET = 1 << 5, TREE = 1 << 6, PIPE = 1 << 7,
       FAILED = 1 << 8, DENIED = 1 << 9 };

struct smb_command {
	uint8_t code;
	uint16_t operations;
};

static const struct smb_command smb1_commands[] = {
	{ 0x06, DELETE }, { 0x07, SET },  { 0x0a, READ }, { 0x0b, WRITE },
	{ 0x01, DELETE }, { 0x25, PIPE }, { 0x2e, READ }, { 0x2f, WRITE },
	{ 0x73, LOGIN },  { 0x75, TREE }, { 0x81, FIND },
};

static const struct smb_command smb2_commands[] = {
	{ 1, LOGIN }, { 3, TREE },  { 8, READ }, { 9, WRITE },
	{ 11, PIPE }, { 14, FIND }, { 17, SET },
};

/* [MS-ERREF] 2.3.1: what a refused login and a refused access end in. */
static const uint32_t login_failures[] = {
	0xc000006d, 0xc000006a, 0xc0000064, 0xc000006e, 0xc000006f,
	0xc0000070, 0xc0000071, 0xc0000072, 0xc0000193, 0xc0000224,
	0xc0000234, 0xc000015b,
};

enum { ACCESS_DENIED = 0xc0000022 };

static bool is_magic(const uint8_t *p)
{
	return p[0] >= 0xfc && p[1] == 'S' && p[2] == 'M' && p[3] == 'B';
}

static int32_t session(const uint8_t *p)
{
	uint32_t len = load_be16(p + 2);

	switch (p[0]) {
	case REQUEST:
		return len == NAMES ? FRAME + NAMES : NOT_MINE;
	case POSITIVE:
	case KEEP_ALIVE:
		return len ? NOT_MINE : FRAME;
	case NEGATIVE:
		return len == 1 ? FRAME + 1 : NOT_MINE;
	default:
		return len == 6 ? FRAME + 6 : NOT_MINE;
	}
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint32_t len;

	(void)udp;
	if (!n)
		return NEED_MORE;
	if (p[0] != MESSAGE && (p[0] < REQUEST || p[0] > KEEP_ALIVE ||
				(n > 1 && p[1])))
		return NOT_MINE;
	if (n < FRAME)
		return NEED_MORE;
	if (p[0] != MESSAGE)
		return session(p);
	len = load_be32(p);
	if (len < 32)
		return NOT_MINE;
	if (n < MAGIC)
		return NEED_MORE;
	if (!is_magic(p + FRAME) ||
	    (p[4] == 0xfe && (len < 64 || (n >= 10 &&
					   load_le16(p + 8) != 64))))
		return NOT_MINE;
	return (int32_t)(len + FRAME);
}

static uint64_t what_of(const struct smb_command *table, size_t n,
			unsigned code)
{
	for (size_t i = 0; i < n; i++)
		if (table[i].code == code)
			return table[i].operations;
	return 0;
}

static uint64_t error_of(uint32_t status)
{
	size_t n = sizeof login_failures / sizeof *login_failures;

	if (status == (uint32_t)ACCESS_DENIED)
		return DENIED;
	for (size_t i = 0; i < n; i++)
		if (login_failures[i] == status)
			return FAILED;
	return 0;
}

static void smb1(const struct message *m, struct saying *s)
{
	if (m->n < SMB1_HEADER)
		return;
	s->speech = m->p[13] & 0x80 ? SPEECH_RESPONSE : SPEECH_REQUEST;
	s->pair = load_le16(m->p + 34) + 1u;
	s->operations = s->speech == SPEECH_RESPONSE ?
		error_of(load_le32(m->p + 9)) :
		what_of(smb1_commands,
			sizeof smb1_commands / sizeof *smb1_commands, m->p[8]);
}

static void smb2(const struct message *m, struct saying *s)
{
	if (m->n < SMB2_HEADER)
		return;
	s->speech = m->p[20] & 1 ? SPEECH_RESPONSE : SPEECH_REQUEST;
	s->pair = load_le32(m->p + 28) + 1;
	s->operations = s->speech == SPEECH_RESPONSE ?
		error_of(load_le32(m->p + 12)) :
		what_of(smb2_commands,
			sizeof smb2_commands / sizeof *smb2_commands,
			load_le16(m->p + 16));
}

/* Where a name of the session service begins and how: 20, letters A to P. */
static bool has_name(const uint8_t *p, size_t n)
{
	if (n < FRAME + 2 || p[FRAME] != 0x20)
		return false;
	for (size_t i = FRAME + 1; i < n && i < FRAME + 1 + 0x20; i++)
		if (p[i] < 'A' || p[i] > 'P')
			return false;
	return true;
}

/* The short ones of the session service prove nothing by themselves. */
static bool of_session(const struct message *m, struct saying *s)
{
	if (m->p[0] == REQUEST) {
		s->speech = SPEECH_REQUEST;
		return has_name(m->p, m->n);
	}
	if (m->p[0] != KEEP_ALIVE)
		s->speech = SPEECH_RESPONSE;
	return m->memory->own[KNOWN] || m->port[0] == SESSION_PORT ||
	       m->port[1] == SESSION_PORT;
}

static bool message(const struct message *m, struct saying *s)
{
	if (m->n < FRAME || (m->p[0] != MESSAGE && !of_session(m, s)) ||
	    (m->p[0] == MESSAGE && m->n < MAGIC))
		return false;
	m->memory->own[KNOWN] = true;
	m->memory->peer[KNOWN] = true;
	if (m->p[0] != MESSAGE)
		return true;
	if (m->p[FRAME] == 0xff)
		smb1(m, s);
	else if (m->p[FRAME] == 0xfe)
		smb2(m, s);
	return true;
}

const struct protocol smb = {
	.name = "smb",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ports = { 445, SESSION_PORT },
	.operations = operations,
	.length = length,
	.message = message,
};
