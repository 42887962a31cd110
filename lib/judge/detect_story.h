/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How findings speak: hosts with their names, numbers with separators, lists
 * that end, Wireshark filters. Only words; what is a finding is decided
 * elsewhere.
 */
#ifndef OTCAP_DETECT_STORY_H
#define OTCAP_DETECT_STORY_H

#include "judge/detect_work.h"

/* "192.168.10.31 (maintenance)" */
void story_host(const struct scene *s, struct text *t, uint32_t addr);
/* The other ends that n records of one host have: one by its name, several as
 * "3 machines". */
void story_peers(const struct scene *s, struct text *t, const struct keyed *k,
		 size_t n, uint32_t host);
/* A line where no rule names the host, or rules know it as a server only. */
void story_standing(const struct scene *s, struct text *t, uint32_t host);
/* "1,012" */
void story_number(struct text *t, uint64_t v);
/* "1 port", "1,012 ports": the plural takes an s. */
void story_count(struct text *t, uint64_t v, const char *noun);
/* "tcp/22 (ssh)" */
void story_port(const struct scene *s, struct text *t, uint8_t proto,
		uint16_t port);
/* " within 10 min": the window of login bursts */
void story_window(const struct scene *s, struct text *t);
/* As of a record, whose label beats the port table. */
void story_service(const struct scene *s, struct text *t,
		   const struct record *r);
/* A line on a burst of short sessions, if n records have one: such a finding
 * is severe, whatever else it is about. */
void story_burst(const struct scene *s, struct finding *f,
		 const struct keyed *k, size_t n);
/* Begin another line of evidence, or of any text. */
void story_line(struct text *t);

/*
 * One line a conversation: who, whom, what service, how often, how it was
 * taken, bytes each way; the surest evidence for its direction; what was asked
 * for; the rest beyond LIMIT_FINDING_MEMBERS counted. n records, any order.
 */
void story_conversations(const struct scene *s, struct text *t,
			 const struct keyed *k, size_t n);
/* what ("nearest rule"), where it stands, whom it names; nothing for NULL. */
void story_rule(struct text *t, const char *what, const struct rule *rule);

/* Terms of a display filter, joined by "&&"; 0 leaves a term out. */
void story_filter_hosts(struct text *t, uint32_t a, uint32_t b);
void story_filter_port(struct text *t, uint8_t proto, uint16_t port);
void story_filter_time(struct text *t, int64_t first_ns, int64_t last_ns);
/* All of it, as far as the finding's own columns say it. */
void story_filter(struct finding *f);

#endif
