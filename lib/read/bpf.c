/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/bpf.h"

#include <pcap/pcap.h>
#include <stdlib.h>

#include "ground/alloc.h"
#include "read/linktype.h"
#include "read/source.h"

struct program {
	struct bpf_program code;
	uint16_t linktype;
};

struct bpf {
	const char *expression;
	struct program *programs;	/* owned; one a link type met */
	size_t n, cap;
};

static int compile(const char *expression, uint16_t linktype,
		   struct bpf_program *code, struct err *e)
{
	pcap_t *dead = pcap_open_dead(linktype_dlt(linktype),
				      LIMIT_RECORD_BYTES);
	char name[LINKTYPE_TEXT];
	int rc;

	if (!dead)
		return err_set(e, "expression: no memory");
	rc = pcap_compile(dead, code, expression, 1, PCAP_NETMASK_UNKNOWN);
	if (rc)
		err_set(e, "expression: %s (for link type %s)",
			pcap_geterr(dead), linktype_name(linktype, name));
	pcap_close(dead);
	return rc ? -1 : 0;
}

/*
 * What no usual link type accepts is wrong, whatever the captures hold; what
 * some accept is judged again when a frame comes.
 */
static int check(const char *expression, struct err *e)
{
	static const uint16_t usual[] = {
		LINKTYPE_LINUX_SLL, LINKTYPE_RAW, LINKTYPE_ETHERNET,
	};

	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
		struct bpf_program code;

		if (compile(expression, usual[i], &code, e))
			continue;
		pcap_freecode(&code);
		return 0;
	}
	return -1;
}

struct bpf *bpf_new(const char *expression, struct err *e)
{
	struct bpf *b;

	if (bpf_words_check(expression, e) || check(expression, e))
		return NULL;
	b = xcalloc(1, sizeof *b);
	b->expression = expression;
	return b;
}

void bpf_free(struct bpf *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->n; i++)
		pcap_freecode(&b->programs[i].code);
	free(b->programs);
	free(b);
}

/*
 * A loopback frame says its family in the byte order of the machine that
 * captured it, but libpcap compiles DLT_NULL for this machine. LOOP is the
 * same in network order. Families are small, so the order shows.
 */
static uint16_t linktype_for(const struct frame *f)
{
	if (f->linktype == LINKTYPE_NULL && f->caplen >= 2 && !f->bytes[0] &&
	    !f->bytes[1])
		return LINKTYPE_LOOP;
	return f->linktype;
}

static const struct bpf_program *program_of(struct bpf *b, uint16_t linktype,
					    struct err *e)
{
	struct program p = { .linktype = linktype };

	for (size_t i = 0; i < b->n; i++)
		if (b->programs[i].linktype == linktype)
			return &b->programs[i].code;
	if (compile(b->expression, linktype, &p.code, e))
		return NULL;
	b->programs = grow(b->programs, b->n, &b->cap, sizeof *b->programs);
	b->programs[b->n] = p;
	return &b->programs[b->n++].code;
}

int bpf_match(struct bpf *b, const struct frame *f, struct err *e)
{
	struct pcap_pkthdr h = { .caplen = f->caplen, .len = f->len };
	const struct bpf_program *code = program_of(b, linktype_for(f), e);

	if (!code)
		return -1;
	return pcap_offline_filter(code, &h, f->bytes) != 0;
}

/* "ip" before the rest, because tcp and net mean IPv6 and ARP, too. */
#define IN_SCOPE                                                        \
	"ip and (tcp or udp) and not net 0.0.0.0/8 and "                \
	"not net 224.0.0.0/4 and not host 255.255.255.255"

/*
 * vlan moves everything behind it by one tag, up to the end of the whole
 * expression: so it stands last, and the link layer's address first.
 */
const char *bpf_scope(uint16_t linktype)
{
	switch (linktype) {
	case LINKTYPE_ETHERNET:
		return "not ether multicast and (" IN_SCOPE
		       " or (vlan and (" IN_SCOPE
		       " or (vlan and " IN_SCOPE "))))";
	case LINKTYPE_LINUX_SLL:
		return "link[0:2] != 1 and link[0:2] != 2 and " IN_SCOPE;
	case LINKTYPE_LINUX_SLL2:
		return "link[10] != 1 and link[10] != 2 and " IN_SCOPE;
	default:
		return IN_SCOPE;
	}
}
