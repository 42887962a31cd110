/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The words of a rule, to values and back. Values are written in one way only,
 * so that a file that was not changed stays the same bytes.
 */
#ifndef OTCAP_BASELINE_WORDS_H
#define OTCAP_BASELINE_WORDS_H

#include "judge/baseline.h"

/* Each returns the value or -1. */
int proto_parse(const char *s);
int purpose_parse(const char *s);
int rule_status_parse(const char *s);
int initiator_parse(const char *s);
/* What is done there, as long as nobody says another thing. */
enum purpose purpose_of_service(const char *name);
const char *proto_name(uint8_t proto);
const char *initiator_name(uint8_t role);

/*
 * When a rule ends: a date (its whole day counts; 31.12.2026, too, which is
 * what a spreadsheet may make of it) or a stamp; "" never. 0 or -1. Written
 * back as a date where it is the end of one.
 */
int until_parse(const char *s, int64_t *ns);
void until_put(struct text *t, int64_t ns);

/* names may be NULL; 0 or -1. */
int party_parse(const char *s, const struct names *names, struct party *p);
void party_put(struct text *t, const struct party *p);

/* A whole decimal number without sign; 0 or -1. */
int count_parse(const char *s, uint64_t *v);
/* Seconds with up to 3 decimals, as text_seconds writes them; 0 or -1. */
int seconds_parse(const char *s, int64_t *ns);

#endif
