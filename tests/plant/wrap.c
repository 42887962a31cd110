/* SPDX-License-Identifier: BSD-3-Clause */
#include "wrap.h"

enum {
	ETHER_HEADER = 14,
	ETHER_ADDRESSES = 12,
	TYPE_IP4 = 0x0800,
	TYPE_IP6 = 0x86dd,
	PPP_IP4 = 0x0021,
	PPP_IP6 = 0x0057,
	AF_IP4 = 2,
	AF_IP6 = 30,		/* of Darwin */
	ARPHRD_ETHERNET = 1,
	SLL_802_2 = 4,
	MIN_TYPE = 0x0600,	/* below it is a length */
};

static unsigned type_of(const struct payload *in)
{
	return get_be16(in->frame + ETHER_ADDRESSES);
}

static bool is_ip(const struct payload *in)
{
	return type_of(in) == TYPE_IP4 || type_of(in) == TYPE_IP6;
}

static unsigned ip_choice(const struct payload *in, unsigned if_4,
			  unsigned if_6)
{
	return type_of(in) == TYPE_IP4 ? if_4 : if_6;
}

/* The datagram without the padding of Ethernet. */
static void put_ip(struct bytes *out, const struct payload *in)
{
	const uint8_t *p = in->frame + ETHER_HEADER;
	size_t n = ip_choice(in, get_be16(p + 2), 40 + get_be16(p + 4));

	put_mem(out, p, n);
}

static void put_rest(struct bytes *out, const struct payload *in, size_t from)
{
	put_mem(out, in->frame + from, in->len - from);
}

bool wrap_ethernet(struct bytes *out, const struct payload *in)
{
	put_rest(out, in, 0);
	return true;
}

bool wrap_vlan(struct bytes *out, const struct payload *in)
{
	put_mem(out, in->frame, ETHER_ADDRESSES);
	put_be32(out, 0x8100000a);
	put_rest(out, in, ETHER_ADDRESSES);
	return true;
}

bool wrap_qinq(struct bytes *out, const struct payload *in)
{
	put_mem(out, in->frame, ETHER_ADDRESSES);
	put_be32(out, 0x88a80064);
	put_be32(out, 0x8100000a);
	put_rest(out, in, ETHER_ADDRESSES);
	return true;
}

bool wrap_mpls(struct bytes *out, const struct payload *in)
{
	if (!is_ip(in))
		return wrap_ethernet(out, in);
	put_mem(out, in->frame, ETHER_ADDRESSES);
	put_be16(out, 0x8847);
	put_be32(out, 1000u << 12 | 64);
	put_be32(out, 2000u << 12 | 1u << 8 | 64);
	put_ip(out, in);
	return true;
}

bool wrap_pppoe(struct bytes *out, const struct payload *in)
{
	size_t at;

	if (!is_ip(in))
		return wrap_ethernet(out, in);
	put_mem(out, in->frame, ETHER_ADDRESSES);
	put_be16(out, 0x8864);
	put_be32(out, 0x11001234);
	at = out->n;
	put_be16(out, 0);
	put_be16(out, ip_choice(in, PPP_IP4, PPP_IP6));
	put_ip(out, in);
	set_be16(out->p + at, (unsigned)(out->n - at - 2));
	return true;
}

/* To us, to all, to a group (LINKTYPE_LINUX_SLL). */
static unsigned sll_packet_type(const struct payload *in)
{
	if (!(in->frame[0] & 1))
		return 0;
	return in->frame[0] == 0xff ? 1 : 2;
}

static unsigned sll_protocol(const struct payload *in)
{
	return type_of(in) < MIN_TYPE ? SLL_802_2 : type_of(in);
}

static void put_carried(struct bytes *out, const struct payload *in)
{
	if (is_ip(in))
		put_ip(out, in);
	else if (type_of(in) < MIN_TYPE)
		put_mem(out, in->frame + ETHER_HEADER, type_of(in));
	else
		put_rest(out, in, ETHER_HEADER);
}

bool wrap_sll(struct bytes *out, const struct payload *in)
{
	put_be16(out, sll_packet_type(in));
	put_be16(out, ARPHRD_ETHERNET);
	put_be16(out, 6);
	put_mem(out, in->frame + 6, 6);
	put_be16(out, 0);
	put_be16(out, sll_protocol(in));
	put_carried(out, in);
	return true;
}

bool wrap_sll2(struct bytes *out, const struct payload *in)
{
	put_be16(out, sll_protocol(in));
	put_be16(out, 0);
	put_be32(out, 3);
	put_be16(out, ARPHRD_ETHERNET);
	put_u8(out, sll_packet_type(in));
	put_u8(out, 6);
	put_mem(out, in->frame + 6, 6);
	put_be16(out, 0);
	put_carried(out, in);
	return true;
}

bool wrap_raw(struct bytes *out, const struct payload *in)
{
	if (!is_ip(in))
		return false;
	put_ip(out, in);
	return true;
}

bool wrap_ipv4(struct bytes *out, const struct payload *in)
{
	return type_of(in) == TYPE_IP4 && wrap_raw(out, in);
}

bool wrap_null(struct bytes *out, const struct payload *in)
{
	if (!is_ip(in))
		return false;
	put_le32(out, ip_choice(in, AF_IP4, AF_IP6));
	put_ip(out, in);
	return true;
}

bool wrap_loop(struct bytes *out, const struct payload *in)
{
	if (!is_ip(in))
		return false;
	put_be32(out, ip_choice(in, AF_IP4, AF_IP6));
	put_ip(out, in);
	return true;
}

bool wrap_ppp(struct bytes *out, const struct payload *in)
{
	if (!is_ip(in))
		return false;
	if (in->number % 2 == 0)
		put_be16(out, 0xff03);
	put_be16(out, ip_choice(in, PPP_IP4, PPP_IP6));
	put_ip(out, in);
	return true;
}

bool wrap_hdlc(struct bytes *out, const struct payload *in)
{
	if (!is_ip(in))
		return false;
	if (in->number % 2) {
		put_be16(out, 0x0f00);
		put_be16(out, type_of(in));
	} else {
		put_be16(out, 0xff03);
		put_be16(out, ip_choice(in, PPP_IP4, PPP_IP6));
	}
	put_ip(out, in);
	return true;
}

bool wrap_unknown(struct bytes *out, const struct payload *in)
{
	put_text(out, "\x7fplant");
	put_rest(out, in, ETHER_HEADER);
	return true;
}
