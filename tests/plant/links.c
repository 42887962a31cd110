/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "captures.h"
#include "pcap.h"
#include "sample.h"
#include "wrap.h"

struct link {
	const char *name;
	enum linktype type;
	wrap_fn *wrap;
	bool has_mac;		/* broadcast by address of the link layer */
	bool big_endian;
};

static const struct link links[] = {
	{ "link-ethernet", LINK_ETHERNET, wrap_ethernet, true, false },
	{ "link-vlan", LINK_ETHERNET, wrap_vlan, true, false },
	{ "link-qinq", LINK_ETHERNET, wrap_qinq, true, false },
	{ "link-mpls", LINK_ETHERNET, wrap_mpls, true, false },
	{ "link-pppoe", LINK_ETHERNET, wrap_pppoe, true, false },
	{ "link-sll", LINK_SLL, wrap_sll, true, false },
	{ "link-sll2", LINK_SLL2, wrap_sll2, true, false },
	{ "link-raw101", LINK_RAW, wrap_raw, false, false },
	{ "link-raw12", LINK_RAW_BSD, wrap_raw, false, false },
	{ "link-raw14", LINK_RAW_OPENBSD, wrap_raw, false, false },
	{ "link-ipv4", LINK_IPV4, wrap_ipv4, false, false },
	{ "link-null", LINK_NULL, wrap_null, false, false },
	{ "link-null-be", LINK_NULL, wrap_loop, false, true },
	{ "link-loop", LINK_LOOP, wrap_loop, false, false },
	{ "link-ppp", LINK_PPP, wrap_ppp, false, false },
	{ "link-ppp-hdlc", LINK_PPP_HDLC, wrap_hdlc, false, false },
	{ "link-unknown", LINK_USER0, wrap_unknown, false, false },
	{ "link-gre", LINK_ETHERNET, wrap_gre, true, false },
	{ "link-erspan", LINK_ETHERNET, wrap_erspan, true, false },
	{ "link-erspan3", LINK_ETHERNET, wrap_erspan3, true, false },
	{ "link-vxlan", LINK_ETHERNET, wrap_vxlan, true, false },
};

static const struct link *link_find(const char *name)
{
	const struct link *l = links;

	while (strcmp(l->name, name) != 0)
		l++;
	return l;
}

static void add_one(struct making *m, const struct link *l,
		    const struct payload *in, struct shot s)
{
	struct pcap_style style = { .link = l->type,
				    .big_endian = l->big_endian };
	struct bytes wrapped = { 0 };

	if (l->wrap(&wrapped, in)) {
		s.len = s.wire_len = (uint32_t)wrapped.n;
		pcap_record(&m->out, &style, &s, wrapped.p);
		if (l->type == LINK_USER0)
			m->tally.n[CLASS_LINKTYPE_OTHER]++;
		else
			tally_frame(&m->tally, in->frame, in->len, l->has_mac);
	}
	bytes_release(&wrapped);
}

void make_link(struct making *m)
{
	const struct link *l = link_find(m->name);
	struct pcap_style style = { .link = l->type,
				    .big_endian = l->big_endian };
	struct sim sim;

	sample_run(&sim, m->seed);
	pcap_begin(&m->out, &style);
	for (size_t i = 0; i < sim.tape.n_shots; i++) {
		const struct shot *s = &sim.tape.shots[i];
		struct payload in = { tape_frame(&sim.tape, s), s->len,
				      (unsigned)i };

		add_one(m, l, &in, *s);
	}
	sim_release(&sim);
}
