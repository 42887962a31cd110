/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ICCP (TASE.2, IEC 60870-6-503 and -802): control centres that exchange data
 * over MMS. Its frames and services are those of MMS, its context is, too;
 * what it has of its own are objects with fixed names, as VisibleStrings:
 *
 *   TASE2_Version, Supported_Features, Bilateral_Table_ID   read when the
 *     association begins
 *   Next_DSTransfer_Set                 read for each transfer set
 *   Transfer_Set_Name, Transfer_Set_Time_Stamp, DSConditions_Detected,
 *   Event_Code_Detected                 in the reports of transfer sets
 *   Transfer_Report_ACK, Transfer_Report_NACK   what acknowledges them
 *
 * IEC 61850 has no such names (its are like LD/LLN0$ST$...). A flow is first
 * found to be MMS, and ICCP once such a name is there; nothing is ICCP by its
 * bytes alone, hence a length() that takes nothing.
 */
#include "understand/protocols/iccp.h"

#include <string.h>

#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

static const char *const names[] = {
	"TASE2_Version", "Supported_Features", "Bilateral_Table_ID",
	"Next_DSTransfer_Set", "Transfer_Set_Name", "Transfer_Set_Time_Stamp",
	"DSConditions_Detected", "Event_Code_Detected", "Transfer_Report_ACK",
	"Transfer_Report_NACK",
};

/* A VisibleString, or one that is context 0 to 2 of an object's name; its
 * length goes before it, so that longer names are not taken. */
static bool is_identifier(const uint8_t *p, const uint8_t *at, size_t len)
{
	return at - p >= 2 && at[-1] == len &&
	       (at[-2] == 0x1a || (at[-2] >= 0x80 && at[-2] <= 0x82));
}

bool iccp_is_named(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t len = strlen(names[i]);
		const uint8_t *at = n ? memmem(p, n, names[i], len) : NULL;

		if (at && is_identifier(p, at, len))
			return true;
	}
	return false;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	(void)p;
	(void)n;
	(void)udp;
	return NOT_MINE;
}

static bool message(const struct message *m, struct saying *s)
{
	(void)m;
	(void)s;
	return false;
}

const struct protocol iccp = {
	.name = "iccp",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ot = true,
	.unproven = true,	/* captures of our own making only */
	.operations = mms_operations,
	.length = length,
	.message = message,
};
