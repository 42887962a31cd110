/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ports that follow from addresses: a number plus the last octet; the last
 * three digits are the octet; or simply one port for each device, close
 * together. Chance makes such ports, too, so each needs enough devices and
 * enough of a client's devices.
 */
#include "understand/direction_pass.h"

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

static size_t count_hosts(const struct spot *s, size_t n)
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

static uint16_t offset_of(const struct spot *s)
{
	return (uint16_t)(s->port - (s->addr & 0xff));
}

static int by_number(const void *a, const void *b)
{
	uint16_t x = *(const uint16_t *)a, y = *(const uint16_t *)b;

	return x < y ? -1 : x > y;
}

static void mark_offset(struct spot *s, size_t n, uint16_t offset)
{
	for (size_t i = 0; i < n; i++)
		s[i].follows |= offset_of(&s[i]) == offset;
}

/* One offset means one device an octet, but for devices of other networks. */
static void find_offsets(struct spot *s, size_t n, size_t hosts)
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

static bool ends_in_octet(const struct spot *s)
{
	return s->port >= 1000 && s->port % 1000u == (s->addr & 0xff);
}

static void find_digits(struct spot *s, size_t n, size_t hosts)
{
	size_t devices = 0;

	for (size_t i = 0; i < n; i++)
		devices += ends_in_octet(&s[i]);
	for (size_t i = 0; i < n && enough(devices, hosts); i++)
		s[i].follows |= ends_in_octet(&s[i]);
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

static void find_bijection(struct spot *s, size_t n)
{
	uint16_t *ports = xcalloc(n, sizeof *ports);

	for (size_t i = 0; i < n; i++)
		ports[i] = s[i].port;
	qsort(ports, n, sizeof *ports, by_number);
	if (are_neighbours(ports, n))
		for (size_t i = 0; i < n; i++)
			s[i].follows = true;
	free(ports);
}

/* The same port on all devices has one offset only where octets agree. */
static bool is_one_port(const struct spot *s, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (s[i].port != s[0].port)
			return false;
	return true;
}

void direction_find_pattern(struct spot *s, size_t n)
{
	size_t hosts = count_hosts(s, n), found = 0;

	if (n < DEVICES_ENOUGH || n > PORTS_EACH * hosts || is_one_port(s, n))
		return;
	find_offsets(s, n, hosts);
	find_digits(s, n, hosts);
	for (size_t i = 0; i < n; i++)
		found += s[i].follows;
	if (!found && hosts == n && n >= DEVICES_BIJECTION)
		find_bijection(s, n);
}
