/* SPDX-License-Identifier: BSD-3-Clause */
#include "attack_site.h"

#include <stdio.h>
#include <string.h>

#include "tcp.h"

static const struct site_attack *const rows[] = {
	attacks_plc, attacks_net, attacks_known
};

const struct site_attack *site_attack_find(const char *name)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (const struct site_attack *a = rows[i]; a->name; a++)
			if (!strcmp(a->name, name))
				return a;
	return NULL;
}

void site_attack_list(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (const struct site_attack *a = rows[i]; a->name; a++)
			printf("%-16s %s\n", a->name, a->about);
}

void deed_run(struct site *s, int64_t t, const struct deed *d)
{
	dialog_run(s->sim, &(struct dialog){
		.family = d->family,
		.route = { site_host(d->from), site_host(d->to),
			   d->family->master_port ? d->family->master_port :
						    tcp_ephemeral(s->sim),
			   d->port ? d->port : d->family->port },
		.rhythm = { .n = d->n, .period_ns = NS_PER_S,
			    .answer_ns = 4 * NS_PER_MS, .jitter = 20 },
		.start = t });
}

void deed_probe(struct site *s, int64_t t, const struct route *r,
		enum reply reply)
{
	struct tcp c;

	tcp_init(&c, s->sim, r);
	if (reply == REPLY_OPENS) {
		tcp_half_open(&c, t);
		return;
	}
	tcp_syn(&c, t);
	if (reply == REPLY_REFUSES)
		tcp_refuse(&c, t);
}

struct host stranger(uint32_t ip, unsigned last_octet_of_mac)
{
	return (struct host){
		.name = "stranger",
		.mac = { 0x00, 0xe0, 0x4c, 0x68, 0x11,
			 (uint8_t)last_octet_of_mac },
		.ip = ip, .ttl = 64, .os = OS_LINUX,
	};
}
