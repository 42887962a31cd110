/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/addr.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "ground/digits.h"

/* A decimal number of at most max without leading zeros; advances *s. */
static int number(const char **s, unsigned max, unsigned *value)
{
	const char *p = *s;
	unsigned v = 0;

	if (*p < '0' || *p > '9' || (*p == '0' && p[1] >= '0' && p[1] <= '9'))
		return -1;
	for (; *p >= '0' && *p <= '9'; p++) {
		v = v * 10 + (unsigned)(*p - '0');
		if (v > max)
			return -1;
	}
	*s = p;
	*value = v;
	return 0;
}

static int quad(const char **s, uint32_t *addr)
{
	uint32_t a = 0;

	for (int i = 0; i < 4; i++) {
		unsigned octet;

		if ((i && *(*s)++ != '.') || number(s, 255, &octet))
			return -1;
		a = a << 8 | octet;
	}
	*addr = a;
	return 0;
}

int addr_parse(const char *s, uint32_t *addr)
{
	uint32_t a;

	if (quad(&s, &a) || *s)
		return -1;
	*addr = a;
	return 0;
}

static uint32_t mask_of(uint8_t bits)
{
	return bits ? UINT32_MAX << (32 - bits) : 0;
}

int cidr_parse(const char *s, struct cidr *net)
{
	unsigned bits = 32;
	uint32_t a;

	if (quad(&s, &a))
		return -1;
	if (*s == '/') {
		s++;
		if (number(&s, 32, &bits))
			return -1;
	}
	if (*s || (a & ~mask_of((uint8_t)bits)))
		return -1;
	net->net = a;
	net->bits = (uint8_t)bits;
	return 0;
}

bool cidr_has(const struct cidr *net, uint32_t addr)
{
	return (addr & mask_of(net->bits)) == net->net;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int mac_parse(const char *s, uint64_t *mac)
{
	uint64_t m = 0;

	for (int i = 0; i < 6; i++) {
		int hi, lo;

		if (i && *s != ':' && *s != '-')
			return -1;
		s += i != 0;
		hi = hex(s[0]);
		lo = hi < 0 ? -1 : hex(s[1]);
		if (lo < 0)
			return -1;
		m = m << 8 | (unsigned)(hi << 4 | lo);
		s += 2;
	}
	if (*s)
		return -1;
	*mac = m;
	return 0;
}

bool mac_next(const char **list, uint64_t *mac)
{
	while (**list) {
		size_t len = strcspn(*list, "+");
		char one[MAC_TEXT] = "";

		if (len < sizeof one)
			memcpy(one, *list, len);
		*list += len + ((*list)[len] == '+');
		if (!mac_parse(one, mac))
			return true;
	}
	return false;
}

char *addr_put(char *p, uint32_t addr)
{
	p = digits_octet(p, addr >> 24);
	*p++ = '.';
	p = digits_octet(p, addr >> 16 & 255);
	*p++ = '.';
	p = digits_octet(p, addr >> 8 & 255);
	*p++ = '.';
	return digits_octet(p, addr & 255);
}

char *addr_format(uint32_t addr, char buf[ADDR_TEXT])
{
	*addr_put(buf, addr) = '\0';
	return buf;
}

char *cidr_format(const struct cidr *net, char buf[CIDR_TEXT])
{
	char a[ADDR_TEXT];

	addr_format(net->net, a);
	if (net->bits == 32)
		snprintf(buf, CIDR_TEXT, "%s", a);
	else
		snprintf(buf, CIDR_TEXT, "%s/%u", a, net->bits & 63u);
	return buf;
}

char *mac_format(uint64_t mac, char buf[MAC_TEXT])
{
	static const char digit[] = "0123456789abcdef";
	char *p = buf;

	for (int shift = 40; shift >= 0; shift -= 8) {
		unsigned octet = (unsigned)(mac >> shift) & 255;

		*p++ = digit[octet >> 4];
		*p++ = digit[octet & 15];
		*p++ = ':';
	}
	p[-1] = '\0';
	return buf;
}

bool addr_is_multicast(uint32_t addr)
{
	return addr >> 28 == 14;
}

bool addr_is_broadcast(uint32_t addr)
{
	return addr == UINT32_MAX || addr >> 24 == 0;
}

bool addr_is_private(uint32_t addr)
{
	static const struct cidr private[] = {
		{ ADDR(10, 0, 0, 0), 8 },	{ ADDR(172, 16, 0, 0), 12 },
		{ ADDR(192, 168, 0, 0), 16 },	{ ADDR(100, 64, 0, 0), 10 },
		{ ADDR(169, 254, 0, 0), 16 },	{ ADDR(127, 0, 0, 0), 8 },
	};

	for (size_t i = 0; i < sizeof private / sizeof *private; i++)
		if (cidr_has(&private[i], addr))
			return true;
	return false;
}

bool mac_is_local(uint64_t mac)
{
	return mac >> 40 & 2;
}

/* RFC 5798 7.3 (VRRP; CARP uses the same), RFC 2281 (HSRP), HSRP 2 */
const char *mac_virtual_name(uint64_t mac)
{
	if (mac >> 8 == 0x00005e0001)
		return "VRRP or CARP";
	return mac >> 8 == 0x00000c07ac || mac >> 12 == 0x00000c9ff ? "HSRP" :
								      "";
}

bool mac_is_virtual(uint64_t mac)
{
	return *mac_virtual_name(mac);
}
