/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules.h"

#include <stddef.h>

#include "trial.h"

static uint16_t port(const struct conversation *c, unsigned side)
{
	return (uint16_t)c->end[side];
}

static unsigned first_packet(const struct conversation *c)
{
	return c->first;
}

static unsigned lower_port(const struct conversation *c)
{
	if (port(c, 0) == port(c, 1))
		return c->first;
	return port(c, 0) < port(c, 1);
}

/* nfdump -B (NeedSwap in nflowcache.c): the port of the first sender lies in
 * a lower range than the other. */
static unsigned nfdump(const struct conversation *c)
{
	static const uint16_t limits[] = { 1024, 32768, 49152 };
	unsigned s = c->first;

	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		if (port(c, s) < limits[i] && port(c, !s) >= limits[i])
			return !s;
	return s;
}

struct zeek_port {
	uint16_t port;
	uint8_t proto;
};

/* likely_server_ports as the scripts in base/ of Zeek 7 fill it. */
static const struct zeek_port zeek_ports[] = {
	{ 21, 6 },   { 22, 6 },	  { 25, 6 },   { 53, 6 },   { 79, 6 },
	{ 80, 6 },   { 81, 6 },	  { 88, 6 },   { 135, 6 },  { 139, 6 },
	{ 143, 6 },  { 389, 6 },  { 443, 6 },  { 445, 6 },  { 502, 6 },
	{ 563, 6 },  { 585, 6 },  { 587, 6 },  { 614, 6 },  { 631, 6 },
	{ 636, 6 },  { 989, 6 },  { 990, 6 },  { 992, 6 },  { 993, 6 },
	{ 994, 6 },  { 995, 6 },  { 1080, 6 }, { 1434, 6 }, { 1883, 6 },
	{ 2811, 6 }, { 3128, 6 }, { 3268, 6 }, { 3306, 6 }, { 3389, 6 },
	{ 5222, 6 }, { 5223, 6 }, { 5269, 6 }, { 5432, 6 }, { 6379, 6 },
	{ 6666, 6 }, { 6667, 6 }, { 6668, 6 }, { 6669, 6 }, { 8000, 6 },
	{ 8080, 6 }, { 8443, 6 }, { 8888, 6 }, { 20000, 6 },
	{ 53, 17 },   { 67, 17 },   { 68, 17 },	  { 88, 17 },	{ 123, 17 },
	{ 137, 17 },  { 161, 17 },  { 162, 17 },  { 389, 17 },	{ 443, 17 },
	{ 514, 17 },  { 784, 17 },  { 1812, 17 }, { 2123, 17 }, { 2152, 17 },
	{ 3389, 17 }, { 3544, 17 }, { 4011, 17 }, { 4789, 17 }, { 5060, 17 },
	{ 5072, 17 }, { 5353, 17 }, { 5355, 17 }, { 6081, 17 },
	{ 20000, 17 },
};

static bool zeek_likely(const struct conversation *c, unsigned side)
{
	for (size_t i = 0; i < sizeof zeek_ports / sizeof *zeek_ports; i++)
		if (zeek_ports[i].port == port(c, side) &&
		    zeek_ports[i].proto == c->proto)
			return true;
	return false;
}

/* TCP.cc and UDP.cc: turned round when only the first sender's port is a
 * likely one; TCP also when both are and its port is the lower one. */
static unsigned zeek(const struct conversation *c)
{
	unsigned s = c->first;

	if (!zeek_likely(c, s))
		return s;
	if (!zeek_likely(c, !s))
		return !s;
	return c->proto == IP_TCP && port(c, s) < port(c, !s) ? !s : s;
}

const struct rule rules[N_RULES] = {
	{ "first packet", first_packet },
	{ "lower port", lower_port },
	{ "nfdump -B", nfdump },
	{ "Zeek's ports", zeek },
};
