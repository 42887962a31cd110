/* SPDX-License-Identifier: BSD-3-Clause */
#include "packets.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "captures.h"
#include "ground/alloc.h"
#include "ground/limits.h"
#include "ground/stamp.h"
#include "present/render_flows.h"
#include "read/linktype.h"
#include "read/packet.h"
#include "read/source.h"

static uint8_t *put(uint8_t *p, uint64_t v, int octets)
{
	while (octets--)
		*p++ = (uint8_t)(v >> 8 * octets);
	return p;
}

static uint8_t *put_link(uint8_t *p, const struct shot *s)
{
	uint64_t low = s->mac[0] ? s->mac[0] : LOW_MAC;
	uint64_t high = s->mac[1] ? s->mac[1] : HIGH_MAC;

	p = put(p, s->from ? low : high, 6);
	p = put(p, s->from ? high : low, 6);
	for (size_t i = 0; i < 2 && s->vlan[i]; i++)
		p = put(p, UINT32_C(0x81000000) | s->vlan[i], 4);
	return put(p, 0x0800, 2);
}

static uint8_t *put_network(uint8_t *p, const struct shot *s, size_t len)
{
	uint32_t addr[2] = { s->addr[0] ? s->addr[0] : LOW,
			     s->addr[1] ? s->addr[1] : HIGH };

	p = put(p, 0x4500, 2);
	p = put(p, 20 + len, 2);
	p = put(p, s->id, 2);
	p = put(p, s->fragment, 2);
	p = put(p, s->ttl ? s->ttl : 64, 1);
	p = put(p, s->proto ? s->proto : IP_TCP, 1);
	p = put(p, 0, 2);
	p = put(p, addr[s->from], 4);
	return put(p, addr[!s->from], 4);
}

static uint8_t *put_transport(uint8_t *p, const struct shot *s)
{
	uint16_t port[2] = { s->port[0] ? s->port[0] : LOW_PORT,
			     s->port[1] ? s->port[1] : HIGH_PORT };

	p = put(p, port[s->from], 2);
	p = put(p, port[!s->from], 2);
	if (s->proto == IP_UDP) {
		p = put(p, 8u + s->len, 2);
		return put(p, 0x1234, 2);
	}
	p = put(p, s->seq, 4);
	p = put(p, s->ack, 4);
	p = put(p, 0x5000u | s->flags, 2);
	p = put(p, 1024, 2);
	return put(p, 0x12340000, 4);
}

size_t shot_frame(const struct shot *s, uint8_t buf[SHOT_BYTES])
{
	size_t header = s->proto == IP_UDP ? 8 : 20;
	bool later = s->fragment & 0x1fff;
	uint8_t *p = put_link(buf, s);

	p = put_network(p, s, (later ? 0 : header) + s->len);
	if (!later)
		p = put_transport(p, s);
	cr_assert(p + s->len <= buf + SHOT_BYTES);
	if (s->data)
		memcpy(p, s->data, s->len);
	else
		memset(p, s->fill, s->len);
	return (size_t)(p - buf) + s->len;
}

static uint8_t letter_flags(char c)
{
	switch (toupper(c)) {
	case 'S':
		return TCP_SYN;
	case 'H':
		return TCP_SYN | TCP_ACK;
	case 'A':
		return TCP_ACK;
	case 'D':
		return TCP_ACK | TCP_PSH;
	case 'F':
		return TCP_FIN | TCP_ACK;
	case 'R':
		return TCP_RST;
	case 'Q':
		return TCP_RST | TCP_ACK;
	case 'N':
		return 0;
	}
	cr_assert_fail("'%c' is no letter of a story", c);
	return 0;
}

size_t story(const char *text, struct shot shots[STORY_SHOTS])
{
	uint32_t isn[2] = { 1000, 1000 };
	int64_t at_ns = NS_PER_SECOND;
	size_t n = 0;

	for (; *text; text++) {
		unsigned from = islower(*text) != 0;
		struct shot *s = &shots[n];

		if (*text == ' ')
			continue;
		at_ns += *text == '_' ? NS_PER_SECOND : 1000000;
		if (*text == '_')
			continue;
		cr_assert(n++ < STORY_SHOTS);
		*s = (struct shot){ .at_ns = at_ns, .from = from,
				    .flags = letter_flags(*text) };
		if (toupper(*text) == 'S')
			isn[from] = 1000u * (isdigit(text[1]) ?
					     (unsigned)(text[1] - '0') : 1);
		text += isdigit(text[1]) != 0;
		s->seq = isn[from] + !(s->flags & TCP_SYN);
		if (s->flags & TCP_ACK)
			s->ack = isn[!from] + 1;
		if (s->flags == (TCP_RST | TCP_ACK))
			s->seq = 0;
		if (s->flags & TCP_PSH)
			s->len = 10;
	}
	return n;
}

void world_init(struct world *w, const struct meter_options *o)
{
	struct meter_options options = { .hash_seed = 0 };

	*w = (struct world){ .tally = { .copies = 0 } };
	if (o)
		options = *o;
	if (!options.max_flows)
		options.max_flows = LIMIT_FLOWS;
	meter_init(&w->meter, &options);
}

void world_release(struct world *w)
{
	meter_release(&w->meter);
}

void world_play(struct world *w, const struct shot *shots, size_t n)
{
	struct batch *b = xcalloc(1, sizeof *b);
	uint8_t(*bytes)[SHOT_BYTES] = xcalloc(BATCH_FRAMES, sizeof *bytes);

	for (size_t i = 0; i < n; i++) {
		uint32_t len = (uint32_t)shot_frame(&shots[i], bytes[b->n]);

		b->frames[b->n] = (struct frame){
			.bytes = bytes[b->n], .time_ns = shots[i].at_ns,
			.caplen = len, .len = len,
			.linktype = LINKTYPE_ETHERNET,
		};
		if (++b->n < BATCH_FRAMES && i + 1 < n)
			continue;
		meter_batch(&w->meter, b, &w->tally);
		b->n = 0;
	}
	free(bytes);
	free(b);
}

void world_tell(struct world *w, const char *text)
{
	struct shot shots[STORY_SHOTS];

	world_play(w, shots, story(text, shots));
}

const struct flow *world_flow(const struct world *w, size_t i)
{
	cr_assert(i < w->meter.flows.n, "flow %zu of %zu", i,
		  w->meter.flows.n);
	return flowtab_at(&w->meter.flows, i);
}

void shots_pcap(struct text *t, const struct shot *shots, size_t n)
{
	struct maker m = { .out = *t };

	make_pcap(&m, 0xa1b23c4d, 2 << 16 | 4, LINKTYPE_ETHERNET);
	for (size_t i = 0; i < n; i++) {
		uint8_t bytes[SHOT_BYTES];
		uint32_t len = (uint32_t)shot_frame(&shots[i], bytes);
		const uint32_t head[4] = {
			(uint32_t)(shots[i].at_ns / NS_PER_SECOND),
			(uint32_t)(shots[i].at_ns % NS_PER_SECOND), len, len
		};

		make_record(&m, head, (const char *)bytes, len);
	}
	*t = m.out;
}

const char *shots_capture(const struct shot *shots, size_t n)
{
	struct text t = { 0 };

	shots_pcap(&t, shots, n);
	return memory_text(&t);
}

const char *flows_csv(const char *const *paths, size_t n,
		      const struct run_options *o)
{
	static const struct run_options plain;
	struct text notes = { 0 };
	const char *msg;
	char *csv = NULL;
	size_t len;
	FILE *out = open_memstream(&csv, &len);
	struct err e;
	struct run *run = run_open(paths, n, o ? o : &plain, &e);

	cr_assert(run != NULL, "%s", e.msg);
	run_read(run);
	render_flows_csv.render(run, NULL, out);
	for (size_t i = 0; (msg = run_trouble(run, i)); i++)
		text_printf(&notes, "!%s\n", msg);
	for (size_t i = 0; (msg = run_warning(run, i)); i++)
		text_printf(&notes, "?%s\n", msg);
	text_flush(&notes, out);
	fclose(out);
	run_free(run);
	text_release(&notes);
	return keep(csv);
}

const char *flows_csv_of(const char *path)
{
	return flows_csv(&path, 1, NULL);
}

const char *csv_field(const char *csv, size_t row, size_t i)
{
	struct text t = { 0 };

	while (row--) {
		csv = strchr(csv, '\n');
		cr_assert(csv != NULL, "too few lines");
		csv++;
	}
	while (i--) {
		csv = strpbrk(csv, ",\n");
		cr_assert(csv && *csv == ',', "too few fields");
		csv++;
	}
	text_add(&t, csv, strcspn(csv, ",\n"));
	return keep(t.s);
}
