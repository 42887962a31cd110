/* SPDX-License-Identifier: BSD-3-Clause */
#include "catalogue.h"

#include <string.h>

#include "captures.h"

const struct entry catalogue[] = {
	{ "normal", "normal.pcap", 1, make_normal,
	  "a normal week, all connections begin inside",
	  "six in-scope conversations of operation (20295, 3 x 502, 2 x 123), "
	  "seven SSH sessions, seven DHCP renewals" },
	{ "week", NULL, 2, make_week,
	  "another normal week; the seed says what happens in it (week.c)",
	  NULL },
	{ "week-cut", NULL, 2, make_week_cut,
	  "the same, and the last record is cut", NULL },
	{ "scenario1", "scenario1.pcap", 2, make_scenario1,
	  "day 3: 192.168.10.31 scans, then guesses SSH passwords",
	  "200 ports of each of .11 .21 .101 .102 .103 (open: 4, 3, 2, 2, 2), "
	  "40 SYNs to .50-.53 without answer, ARP requests for .40-.47 without "
	  "answer, 25 logins on 192.168.10.11:22 in 6 minutes" },
	{ "scenario2a", "scenario2a.pcap", 2, make_scenario2a,
	  "day 4: the HMI calls 203.0.113.66:4441, no answer",
	  "8 tries from 8 ports, 4 SYNs each" },
	{ "scenario2b", "scenario2b.pcap", 2, make_scenario2b,
	  "the same, answered",
	  "one connection, 540,000 bytes out, 6,000 bytes in" },
	{ "midstream", "midstream.pcap", 1, make_midstream,
	  "two minutes, no connection begins or ends",
	  "no SYN, FIN or RST; four TCP conversations" },
	{ "damaged", "damaged.pcap", 1, make_damaged,
	  "normal, but a record header in the middle says caplen 0xfffffff0",
	  "counts are of the records before it" },
	{ 0 }
};

const struct entry *catalogue_find(const char *name)
{
	for (const struct entry *e = catalogue; e->name; e++)
		if (strcmp(e->name, name) == 0)
			return e;
	return NULL;
}
