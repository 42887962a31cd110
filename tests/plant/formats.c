/* SPDX-License-Identifier: BSD-3-Clause */
#include "captures.h"
#include "pcap.h"
#include "pcapng.h"
#include "sample.h"

static void make_sample(struct making *m, const struct pcap_style *style)
{
	struct sim sim;

	sample_run(&sim, m->seed);
	pcap_of_tape(&m->out, style, &sim.tape);
	tally_tape(&m->tally, &sim.tape);
	sim_release(&sim);
}

void make_nanosecond(struct making *m)
{
	make_sample(m, &(struct pcap_style){ .link = LINK_ETHERNET,
					     .nanoseconds = true });
}

void make_big_endian(struct making *m)
{
	make_sample(m, &(struct pcap_style){ .link = LINK_ETHERNET,
					     .big_endian = true });
}

void make_snaplen(struct making *m)
{
	make_sample(m, &(struct pcap_style){ .link = LINK_ETHERNET,
					     .snaplen = 60 });
}

void make_empty(struct making *m)
{
	pcap_begin(&m->out, &(struct pcap_style){ .link = LINK_ETHERNET });
}

/* Leave so many bytes of the last record; it does not count. */
static void make_cut(struct making *m, size_t leave)
{
	struct pcap_style style = { .link = LINK_ETHERNET };
	const struct shot *last;
	struct sim sim;

	sample_run(&sim, m->seed);
	pcap_of_tape(&m->out, &style, &sim.tape);
	last = &sim.tape.shots[--sim.tape.n_shots];
	m->out.n -= PCAP_RECORD_HEADER + last->len - leave;
	tally_tape(&m->tally, &sim.tape);
	sim_release(&sim);
}

void make_truncated(struct making *m)
{
	make_cut(m, PCAP_RECORD_HEADER + 31);
}

void make_truncated_header(struct making *m)
{
	make_cut(m, PCAP_RECORD_HEADER - 5);
}

static void make_ng(struct making *m,
		    void (*write)(struct bytes *out, const struct tape *t))
{
	struct sim sim;

	sample_run(&sim, m->seed);
	write(&m->out, &sim.tape);
	tally_tape(&m->tally, &sim.tape);
	sim_release(&sim);
}

void make_pcapng(struct making *m)
{
	make_ng(m, pcapng_plain);
}

void make_pcapng_be(struct making *m)
{
	make_ng(m, pcapng_big_endian);
}

void make_pcapng_sections(struct making *m)
{
	make_ng(m, pcapng_sections);
}

void make_pcapng_mixed(struct making *m)
{
	make_ng(m, pcapng_mixed);
}
