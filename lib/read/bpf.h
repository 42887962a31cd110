/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A pcap filter expression, applied to frames of any link type.
 *
 * Numbers only: libpcap would ask the system, and so perhaps a name server,
 * about every word that it does not know, and an offline tool must not tell
 * what it looks for, nor depend on the machine it runs on. Such words are
 * refused before libpcap sees them. Tagged and tunnelled frames are taken as
 * they are: the expression has to say vlan where there are tags.
 */
#ifndef OTCAP_BPF_H
#define OTCAP_BPF_H

#include <stdint.h>

#include "ground/err.h"

struct frame;
struct bpf;

/* NULL with "expression: reason"; expression is borrowed. */
struct bpf *bpf_new(const char *expression, struct err *e);
void bpf_free(struct bpf *b);				/* NULL is fine */
/* 1 yes, 0 no, -1 when the expression makes no sense for the link type. */
int bpf_match(struct bpf *b, const struct frame *f, struct err *e);

/* 0 when every word belongs to the language or is a number or an address;
 * else -1 with "expression: reason". */
int bpf_words_check(const char *expression, struct err *e);

/*
 * What scope_is_in keeps, as an expression for frames of this link type.
 * Damaged packets apart, it selects the same frames where nothing but VLAN
 * tags, two at most, stands between the link layer and IPv4.
 */
const char *bpf_scope(uint16_t linktype);

#endif
