/* SPDX-License-Identifier: BSD-3-Clause */
/* Display filters of Wireshark: hosts, port and time, joined by "&&". */
#include "ground/stamp.h"
#include "judge/baseline_words.h"
#include "judge/detect_story.h"

static void filter_and(struct text *t)
{
	if (t->len)
		text_puts(t, " && ");
}

void story_filter_hosts(struct text *t, uint32_t a, uint32_t b)
{
	const uint32_t addr[] = { a, b };

	for (size_t i = 0; i < 2; i++) {
		if (!addr[i])
			continue;
		filter_and(t);
		text_puts(t, "ip.addr == ");
		text_addr(t, addr[i]);
	}
}

void story_filter_port(struct text *t, uint8_t proto, uint16_t port)
{
	if (!proto)
		return;
	filter_and(t);
	text_puts(t, proto_name(proto));
	if (port)
		text_printf(t, ".port == %u", port);
}

static void put_epoch(struct text *t, int64_t ns)
{
	uint64_t n = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns;

	text_printf(t, "%s%llu.%09llu", ns < 0 ? "-" : "",
		    (unsigned long long)(n / NS_PER_SECOND),
		    (unsigned long long)(n % NS_PER_SECOND));
}

void story_filter_time(struct text *t, int64_t first_ns, int64_t last_ns)
{
	filter_and(t);
	text_puts(t, "frame.time_epoch >= ");
	put_epoch(t, first_ns);
	text_puts(t, " && frame.time_epoch <= ");
	put_epoch(t, last_ns);
}

void story_filter(struct finding *f)
{
	story_filter_hosts(&f->filter, f->client, f->server);
	story_filter_port(&f->filter, f->proto, f->server_port);
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
}
