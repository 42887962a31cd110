/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ports that follow from addresses: a number plus the last octet; the last
 * three digits are the octet; or simply one port for each device, close
 * together. Chance makes such ports, too, so each needs enough devices and
 * enough of a client's devices.
 */
#include "understand/portpattern.h"

#include <stdlib.h>

#include "ground/alloc.h"

/* With three devices of one offset chance explains it once in a hundred
 * (ports within a band of 100). */
enum { DEVICES_ENOUGH = 3 };

/* Of a client's devices at least one in this many must follow. */
enum { DEVICES_SHARE = 3 };

/* One port a device and nothing else to see: more of them, no exception,
 * and a band of ports this wide for each. */
enum { DEVICES_BIJECTION = 4, BAND_EACH = 10 };

/* Ports a device, on average: of a scanned host's thousands each follows some
 * rule. It also bounds the work. */
enum { PORTS_EACH = 4 };

/* Where systems begin to hand out ports: neighbours there prove nothing. */
static const struct {
	uint16_t from, to;
} beginnings[] = { { 0, 1300 }, { 32768, 32900 }, { 49152, 50000 } };

int port_spot_cmp(const void *a, const void *b)
{
	const struct port_spot *x = a, *y = b;

	if (x->addr != y->addr)
		return x->addr < y->addr ? -1 : 1;
	return x->port < y->port ? -1 : x->port > y->port;
}

static size_t count_hosts(const struct port_spot *s, size_t n)
{
	size_t hosts = 0;

	for (size_t i = 0; i < n; i++)
		hosts += !i || s[i].addr != s[i - 1].addr;
	return hosts;
}

static bool enough(size_t devices, size_t hosts)
{
	return devices >= DEVICES_ENOUGH && devices * DEVICES_SHARE >= hosts;
}

static uint16_t offset_of(const struct port_spot *s)
{
	return (uint16_t)(s->port - (s->addr & 0xff));
}

static int by_number(const void *a, const void *b)
{
	uint16_t x = *(const uint16_t *)a, y = *(const uint16_t *)b;

	return x < y ? -1 : x > y;
}

static void mark(struct port_spot *s, enum port_rule rule, uint16_t base)
{
	s->rule = (uint8_t)rule;
	s->base = base;
}

static void mark_offset(struct port_spot *s, size_t n, uint16_t offset)
{
	for (size_t i = 0; i < n; i++)
		if (offset_of(&s[i]) == offset)
			mark(&s[i], PORT_RULE_OFFSET, offset);
}

/* One offset means one device an octet, but for devices of other networks. */
static void find_offsets(struct port_spot *s, size_t n, size_t hosts)
{
	uint16_t *offsets = xcalloc(n, sizeof *offsets);
	size_t k;

	for (size_t i = 0; i < n; i++)
		offsets[i] = offset_of(&s[i]);
	qsort(offsets, n, sizeof *offsets, by_number);
	for (size_t i = 0; i < n; i += k) {
		for (k = 1; i + k < n && offsets[i + k] == offsets[i];)
			k++;
		if (enough(k, hosts))
			mark_offset(s, n, offsets[i]);
	}
	free(offsets);
}

static bool ends_in_octet(const struct port_spot *s)
{
	return s->port >= 1000 && s->port % 1000u == (s->addr & 0xff);
}

static void find_digits(struct port_spot *s, size_t n, size_t hosts)
{
	size_t devices = 0;

	for (size_t i = 0; i < n; i++)
		devices += ends_in_octet(&s[i]);
	for (size_t i = 0; i < n && enough(devices, hosts); i++)
		if (!s[i].rule && ends_in_octet(&s[i]))
			mark(&s[i], PORT_RULE_DIGITS, offset_of(&s[i]));
}

static bool at_beginning(uint16_t port)
{
	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
		if (port >= beginnings[i].from && port < beginnings[i].to)
			return true;
	return false;
}

/* ports: n, sorted. */
static bool are_neighbours(const uint16_t *ports, size_t n)
{
	if (at_beginning(ports[0]) ||
	    (size_t)(ports[n - 1] - ports[0]) > n * BAND_EACH)
		return false;
	for (size_t i = 1; i < n; i++)
		if (ports[i] == ports[i - 1])
			return false;
	return true;
}

static void find_bijection(struct port_spot *s, size_t n)
{
	uint16_t *ports = xcalloc(n, sizeof *ports);

	for (size_t i = 0; i < n; i++)
		ports[i] = s[i].port;
	qsort(ports, n, sizeof *ports, by_number);
	if (are_neighbours(ports, n))
		for (size_t i = 0; i < n; i++)
			mark(&s[i], PORT_RULE_OWN, 0);
	free(ports);
}

/* The same port on all devices has one offset only where octets agree. */
static bool is_one_port(const struct port_spot *s, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (s[i].port != s[0].port)
			return false;
	return true;
}

void portpattern_find(struct port_spot *s, size_t n)
{
	size_t hosts = count_hosts(s, n), found = 0;

	if (n < DEVICES_ENOUGH || n > PORTS_EACH * hosts || is_one_port(s, n))
		return;
	find_offsets(s, n, hosts);
	find_digits(s, n, hosts);
	for (size_t i = 0; i < n; i++)
		found += !!s[i].rule;
	if (!found && hosts == n && n >= DEVICES_BIJECTION)
		find_bijection(s, n);
}

/* The last octets there are. */
enum { OCTET_MAX = 255 };

uint16_t portpattern_port(enum port_rule rule, uint16_t base, uint32_t addr)
{
	uint32_t port = base + (addr & OCTET_MAX);

	if (rule != PORT_RULE_OFFSET && rule != PORT_RULE_DIGITS)
		return 0;
	return port <= UINT16_MAX ? (uint16_t)port : 0;
}

static bool is_among(const struct port_spot *s, uint16_t port)
{
	return (s->rule == PORT_RULE_OFFSET || s->rule == PORT_RULE_DIGITS) &&
	       port >= s->base && port - s->base <= OCTET_MAX;
}

static bool keeps_a_rule(const struct port_spot *s, size_t n, uint32_t addr)
{
	for (size_t i = 0; i < n; i++)
		if (s[i].addr == addr && s[i].rule)
			return true;
	return false;
}

bool portpattern_breaks(const struct port_spot *spots, size_t n,
			struct port_spot at, struct port_spot *out)
{
	uint16_t port;

	if (keeps_a_rule(spots, n, at.addr))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!is_among(&spots[i], at.port))
			continue;
		port = portpattern_port(spots[i].rule, spots[i].base, at.addr);
		if (!port || port == at.port)
			return false;
		*out = (struct port_spot){ at.addr, port, spots[i].base,
					   spots[i].rule };
		return true;
	}
	return false;
}
