/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The rules of a baseline in the words of other programs: filters that select
 * the packets of known conversations (bpf, wireshark, arkime), and lists of
 * what is known for a packet filter or a sensor (nftables, suricata, zeek).
 * One file a format, all over the same resolved rules.
 *
 * Only rules that allow are there, by address, port and protocol: operations,
 * volumes and times are nothing these programs compare. What cannot be said
 * exactly is said wider or left out, and counted; nothing is dropped silently.
 */
#ifndef OTCAP_EXPORT_H
#define OTCAP_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/err.h"
#include "ground/text.h"
#include "present/export_sets.h"

struct baseline;
struct names;
struct rule;

/* Who may send the first packet, where a program asks. */
enum export_opener { OPENER_CLIENT, OPENER_SERVER, OPENER_EITHER, N_OPENERS };

/* A rule, or as much of it as can be said at once. */
struct export_item {
	const struct rule *rule;	/* for its words */
	uint8_t proto;
	uint8_t opener;		/* enum export_opener */
	uint16_t client_port;	/* 0: any */
	struct net_set client, server;
	struct port_set port;	/* of the server */
};

/* Of all rules, each in one of the first group; of those exported, some also
 * in the second. */
struct export_counts {
	size_t rules, exported, review, unanswered, ended, unexplained,
		nowhere, follows;
	size_t dynamic;
};

struct export {
	struct export_item *items;	/* in the order of rules */
	size_t n, cap;
	struct export_counts counts;
};

struct export_options {
	const char *source;	/* what the comment calls the baseline */
	uint32_t sid;		/* suricata: the first id */
	bool unknown;		/* filters: what no rule names instead */
	bool no_vlan;		/* bpf: untagged packets only */
	bool enforce;		/* nftables: drop what is not known */
};

/* b, and the names it was loaded with, are borrowed until export_release;
 * what ended before now_ns is left out. */
void export_make(struct export *x, const struct baseline *b,
		 const struct names *names, int64_t now_ns);
void export_release(struct export *x);

/* Which of the options a format knows, and whether it has comments. */
struct export_format {
	const char *name;
	const char *by_file;	/* how an expression is handed over that is too
				 * long for an argument; NULL: never so long */
	bool has_comments, has_unknown, has_no_vlan, has_enforce, has_sid;
	/* 0, or -1 with why it would be of no use. */
	int (*put)(const struct export *x, const struct export_options *o,
		   struct text *t, struct err *e);
};

extern const struct export_format export_bpf, export_wireshark, export_arkime,
	export_nftables, export_suricata, export_zeek;

/* NULL when there is no such format. */
const struct export_format *export_format_by_name(const char *name);

/* What was exported, what not and why, as lines that begin with begin. */
void export_put_summary(const struct export *x, const struct export_options *o,
			const char *begin, struct text *t);

/* A rule in one line without line ends: "tcp 10.0.0.1 -> 10.0.0.2:502
 * (modbus)"; parties by the names that the rule uses. */
void export_put_rule(const struct rule *r, struct text *t);

#endif
