/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Hand-made records, judged: what the tests of detect share. Addresses are
 * given by their last octet within 192.168.10.0/24; all 32 bits say another.
 */
#ifndef OTCAP_TEST_SCENE_H
#define OTCAP_TEST_SCENE_H

#include <stdint.h>

#include "judge/detect.h"
#include "judge/finding.h"
#include "understand/record.h"

struct baseline;
struct names;
struct services;

struct stage {
	struct record *records;
	size_t n, cap;
	uint32_t *used_by;	/* after stage_judge */
	struct baseline *baseline;	/* NULL: none */
	struct names *names;
	struct services *services;
	struct detect_options options;
	struct findings found;	/* after stage_judge */
};

void stage_init(struct stage *s);
void stage_release(struct stage *s);
/* rules: lines of a rules file without its header; must be well-formed. */
void stage_rules(struct stage *s, const char *rules);
/* The same with the memory beside them, with its header. */
void stage_memory(struct stage *s, const char *rules, const char *seen);
/* text: a names file with its header. */
void stage_names(struct stage *s, const char *text);
/* All the records added so far, judged; sorts them first. */
void stage_judge(struct stage *s);

/* An answered TCP session with data both ways, opened by the client at
 * at_ms, a minute long; valid until the next. */
struct record *stage_tcp(struct stage *s, uint32_t client, uint32_t server,
			 uint16_t port, int64_t at_ms);
/* A SYN: silent (S0) or refused (REJ). */
struct record *stage_syn(struct stage *s, uint32_t client, uint32_t server,
			 uint16_t port, enum conn_state state);
/* One datagram, unanswered. */
struct record *stage_udp(struct stage *s, uint32_t client, uint32_t server,
			 uint16_t port);
/* What ARP said of an address, in the first minute; to (may be "") as in
 * record.mac[1], words as in its operations. */
struct record *stage_arp(struct stage *s, uint32_t addr, const char *mac,
			 const char *to, const char *words);
/* One capture's row, from second to second. */
struct record *stage_run(struct stage *s, int64_t from_s, int64_t to_s);

/* The only finding of the kind, or NULL when there is none or several. */
const struct finding *stage_one(const struct stage *s,
				enum finding_kind kind);

#endif
