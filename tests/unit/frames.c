/* SPDX-License-Identifier: BSD-3-Clause */
#include "frames.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "read/decode.h"
#include "read/linktype.h"

enum { FRAME_BYTES = 1024 };

static unsigned digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = strchr(digits, c);

	cr_assert(c && at, "'%c' is no hex digit", c);
	return (unsigned)(at - digits);
}

size_t unhex(const char *hex, uint8_t *buf)
{
	size_t n = 0;

	for (; *hex; hex++) {
		if (*hex == ' ')
			continue;
		cr_assert(n < FRAME_BYTES);
		buf[n++] = (uint8_t)(digit(hex[0]) << 4 | digit(hex[1]));
		hex++;
	}
	return n;
}

void decode_exact(const struct frame *f, struct packet *p)
{
	struct frame copy = *f;
	uint8_t *bytes = malloc(f->caplen ? f->caplen : 1);

	memcpy(bytes, f->bytes, f->caplen);
	copy.bytes = bytes;
	memset(p, 0xa5, sizeof(*p));
	decode_frame(&copy, p);
	if (p->payload_caplen) {
		size_t at = (size_t)(p->payload - bytes);

		cr_expect(at <= f->caplen &&
			  p->payload_caplen <= f->caplen - at);
		p->payload = f->bytes + at;
	}
	cr_expect(p->payload_caplen <= p->payload_len);
	cr_expect_eq(p->time_ns, f->time_ns);
	free(bytes);
}

static void endpoint_text(const struct packet *p, int side, struct text *t)
{
	text_addr(t, p->addr[side]);
	if (p->has_ports)
		text_printf(t, ":%u", p->port[side]);
}

static void ipv4_text(const struct packet *p, struct text *t)
{
	text_printf(t, " %u ", p->proto);
	endpoint_text(p, 0, t);
	text_puts(t, " > ");
	endpoint_text(p, 1, t);
	text_printf(t, " ip %u", p->ip_len);
	if (p->payload_len)
		text_printf(t, " payload %u/%u", p->payload_len,
			    p->payload_caplen);
	if (p->tcp_flags)
		text_printf(t, " flags %02x", p->tcp_flags);
	if (p->proto == IP_TCP && p->has_ports && !p->has_tcp)
		text_puts(t, " cut");
	if (p->fragment)
		text_puts(t, p->fragment_first ? " first" : " later");
	if (p->tso)
		text_puts(t, " tso");
}

static void arp_text(const struct packet *p, struct text *t)
{
	text_printf(t, " %u ", p->arp_op);
	text_mac(t, p->arp_mac);
	text_putc(t, ' ');
	text_addr(t, p->addr[0]);
	text_puts(t, " > ");
	text_addr(t, p->addr[1]);
}

void packet_text(const struct packet *p, struct text *t)
{
	static const char *const nets[] = { "ipv4", "ipv6", "arp", "other",
					    "damaged", "linktype" };

	text_puts(t, nets[p->net]);
	if (p->net == NET_IPV4)
		ipv4_text(p, t);
	if (p->net == NET_ARP)
		arp_text(p, t);
	for (unsigned i = 0; i < p->n_vlan; i++)
		text_printf(t, " vlan %u", p->vlan[i]);
	if (p->n_tunnels)
		text_printf(t, " tunnels %u", p->n_tunnels);
	if (p->link_group)
		text_puts(t, p->link_group == LINK_BROADCAST ? " to all"
							     : " to many");
}

static void check_text(const char *name, const struct frame *f,
		       const char *want)
{
	struct packet p;
	struct text t = { 0 };

	decode_exact(f, &p);
	packet_text(&p, &t);
	cr_expect_str_eq(t.s, want, "%s:\n is %s\nnot %s", name, t.s, want);
	text_release(&t);
}

/* The same frame, through the loop instead of the straight path. */
static void check_tagged(const char *name, const struct frame *f,
			 const char *want)
{
	static const uint8_t tag[4] = { 0x81, 0, 0xe0, 0 };
	uint8_t bytes[FRAME_BYTES + sizeof(tag)];
	struct frame tagged = *f;

	if (f->linktype != LINKTYPE_ETHERNET || f->caplen < 12)
		return;
	memcpy(bytes, f->bytes, 12);
	memcpy(bytes + 12, tag, sizeof(tag));
	memcpy(bytes + 16, f->bytes + 12, f->caplen - 12);
	tagged.bytes = bytes;
	tagged.caplen += 4;
	tagged.len += 4;
	check_text(name, &tagged, want);
}

/* What a shorter snap length leaves must agree with the whole. */
static void check_cut(const char *name, const struct frame *f, uint32_t n)
{
	struct packet whole, p;
	struct frame cut = *f;

	cut.caplen = n;
	decode_exact(f, &whole);
	decode_exact(&cut, &p);
	if (p.net != NET_IPV4 || whole.net != NET_IPV4 ||
	    p.n_tunnels != whole.n_tunnels)
		return;
	cr_expect_eq(p.ip_len, whole.ip_len, "%s cut at %u", name, n);
	cr_expect_eq(p.addr[0], whole.addr[0], "%s cut at %u", name, n);
	cr_expect_eq(p.addr[1], whole.addr[1], "%s cut at %u", name, n);
	cr_expect(!p.has_ports || p.port[1] == whole.port[1],
		  "%s cut at %u", name, n);
	cr_expect(!(p.has_tcp || p.payload) ||
		  p.payload_len == whole.payload_len, "%s cut at %u", name, n);
}

void check_cases(const struct frame_case *cases, size_t n)
{
	for (const struct frame_case *c = cases; c < cases + n; c++) {
		uint8_t bytes[FRAME_BYTES];
		uint32_t caplen = (uint32_t)unhex(c->hex, bytes);
		struct frame f = { .bytes = bytes, .time_ns = 42,
				   .caplen = caplen,
				   .len = caplen + c->beyond,
				   .linktype = c->linktype,
				   .fcs_len = c->fcs_len };

		check_text(c->name, &f, c->want);
		check_tagged(c->name, &f, c->want);
		for (uint32_t i = 0; i < caplen; i++)
			check_cut(c->name, &f, i);
	}
}
