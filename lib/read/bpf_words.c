/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which words of a filter expression libpcap would look up: those that its
 * scanner (scanner.l) takes for an ID. A word here is cut as it cuts an ID,
 * and what it reads as something longer begins with hex digits and a colon.
 */
#include <arpa/inet.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "read/bpf.h"

/*
 * pcap-filter(7), sorted; without words that must be followed by a name or
 * that only link types have in which no IPv4 is read here.
 */
static const char *const language[] = {
	"aarp", "ah", "and", "arp", "atalk", "broadcast", "byte", "carp",
	"clnp", "csnp", "decnet", "dst", "es-is", "esis", "esp", "ether",
	"fddi", "geneve", "greater", "host", "icmp", "icmp-echo",
	"icmp-echoreply", "icmp-ireq", "icmp-ireqreply", "icmp-maskreply",
	"icmp-maskreq", "icmp-paramprob", "icmp-redirect",
	"icmp-routeradvert", "icmp-routersolicit", "icmp-sourcequench",
	"icmp-timxceed", "icmp-tstamp", "icmp-tstampreply", "icmp-unreach",
	"icmp6", "icmp6code", "icmp6type", "icmpcode", "icmptype", "ifindex",
	"igmp", "igrp", "iih", "inbound", "ip", "ip6", "ipx", "is-is", "isis",
	"iso", "l1", "l2", "lat", "len", "length", "less", "link", "llc",
	"lsp", "mask", "mopdl", "moprc", "mpls", "multicast", "net",
	"netbeui", "not", "or", "outbound", "pim", "port", "portrange", "ppp",
	"pppoed", "pppoes", "proto", "psnp", "rarp", "sca", "sctp", "slip",
	"snp", "src", "stp", "tcp", "tcp-ack", "tcp-cwr", "tcp-ece",
	"tcp-fin", "tcp-push", "tcp-rst", "tcp-syn", "tcp-urg", "tcpflags",
	"tr", "udp", "vlan", "vrrp", "wlan",
};

static const char alnum[] = "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
static const char digits[] = "0123456789";
static const char hex_digits[] = "0123456789abcdefABCDEF";

enum { WORD_MAX = 63 };

static int by_text(const void *key, const void *item)
{
	return strcmp(key, *(const char *const *)item);
}

static bool is_language(const char *w)
{
	return bsearch(w, language, sizeof language / sizeof *language,
		       sizeof *language, by_text);
}

/* Digits, or 0x and hex digits: how many characters, or 0. */
static size_t number_len(const char *w)
{
	size_t hex = 0;

	if (w[0] == '0' && (w[1] == 'x' || w[1] == 'X'))
		hex = strspn(w + 2, hex_digits);
	return hex ? hex + 2 : strspn(w, digits);
}

/* 502, 10.1, 192.168.10, 192.168.10.21 */
static bool is_number(const char *w)
{
	for (unsigned n = 0; n < 4; n++) {
		size_t len = number_len(w);

		if (!len)
			return false;
		w += len;
		if (!*w)
			return true;
		if (*w++ != '.')
			return false;
	}
	return false;
}

/* 1000-1100, which portrange reads by itself */
static bool is_range(const char *w)
{
	size_t n = strspn(w, digits), m;

	if (!n || w[n] != '-')
		return false;
	m = strspn(w + n + 1, digits);
	return m && !w[n + 1 + m];
}

/* Six octets joined by dashes or dots, three pairs by dots, or nothing. */
static bool is_mac(const char *w, char joint)
{
	unsigned n = 0;
	size_t len;

	if (strspn(w, hex_digits) == 12 && !w[12])
		return true;
	if (strlen(w) == 14 && strspn(w, hex_digits) == 4 && w[4] == '.' &&
	    strspn(w + 5, hex_digits) == 4 && w[9] == '.')
		return strspn(w + 10, hex_digits) == 4;
	for (;; w++) {
		len = strspn(w, hex_digits);
		n++;
		w += len;
		if (len < 1 || len > 2 || *w != joint)
			break;
	}
	return n == 6 && (len == 1 || len == 2) && !*w;
}

static bool is_known(const char *w)
{
	return is_language(w) || is_number(w) || is_range(w) ||
	       is_mac(w, '-') || is_mac(w, '.');
}

/* Hardware addresses and IPv6 addresses have colons, which are operators
 * elsewhere. How many characters, or 0. */
static size_t colons_len(const char *s)
{
	size_t len = strspn(s, "0123456789abcdefABCDEF:.");
	char word[WORD_MAX + 1];
	struct in6_addr addr;

	if (len > WORD_MAX || !memchr(s, ':', len))
		return 0;
	memcpy(word, s, len);
	word[len] = '\0';
	if (is_mac(word, ':') || inet_pton(AF_INET6, word, &addr) == 1)
		return len;
	return 0;
}

/* A word ends with a letter, a digit or a dot. */
static size_t word_len(const char *s)
{
	size_t len = 0;

	if (!strchr(alnum, s[0]))
		return 0;
	while (s[len] && (strchr(alnum, s[len]) || strchr("-_.", s[len])))
		len++;
	while (s[len - 1] == '-' || s[len - 1] == '_')
		len--;
	return len;
}

static int refuse(const char *s, size_t len, struct err *e)
{
	return err_set(e, "expression: '%.*s' is neither a word of the "
		       "language nor a number; names are not looked up",
		       (int)(len > WORD_MAX ? WORD_MAX : len), s);
}

int bpf_words_check(const char *s, struct err *e)
{
	while (*s) {
		char word[WORD_MAX + 1];
		size_t len = colons_len(s);

		if (len) {
			s += len;
			continue;
		}
		len = word_len(s);
		if (len > WORD_MAX || *s == '\\')
			return refuse(s, len ? len : strcspn(s, " "), e);
		memcpy(word, s, len);
		word[len] = '\0';
		if (len && !is_known(word))
			return refuse(s, len, e);
		s += len ? len : 1;
	}
	return 0;
}
