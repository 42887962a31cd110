/* SPDX-License-Identifier: BSD-3-Clause */
#include "scene.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "captures.h"
#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/stamp.h"
#include "judge/baseline.h"
#include "judge/names.h"
#include "understand/services.h"

/* 2023-10-23T00:00:00Z */
#define BEGIN_NS (INT64_C(1698019200) * NS_PER_SECOND)

void stage_init(struct stage *s)
{
	struct err e;

	*s = (struct stage){ .services = services_new(),
			     .names = names_load(NULL, &e) };
	detect_defaults(&s->options);
}

void stage_release(struct stage *s)
{
	findings_release(&s->found);
	baseline_free(s->baseline);
	names_free(s->names);
	services_free(s->services);
	free(s->records);
	free(s->used_by);
}

#define RULES_HEADER \
	"proto,client,client_port,server,server_port,service,purpose," \
	"initiator,operations,status,by,until,note\n"

static void write_file(const char *path, const char *head, const char *text)
{
	FILE *f = fopen(path, "w");

	cr_assert(f);
	fputs(head, f);
	fputs(text, f);
	cr_assert(!fclose(f));
}

void stage_memory(struct stage *s, const char *rules, const char *seen)
{
	char folder[] = "/tmp/otcap-test-XXXXXX";
	char path[64], beside[64];
	struct err e;

	cr_assert(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/base", folder);
	snprintf(beside, sizeof beside, "%s/base.seen", folder);
	write_file(path, RULES_HEADER, rules);
	write_file(beside, "", seen);
	s->baseline = baseline_load(path, s->names, &e);
	unlink(path);
	unlink(beside);
	rmdir(folder);
	cr_assert(s->baseline, "%s", s->baseline ? "" : e.msg);
}

void stage_rules(struct stage *s, const char *rules)
{
	struct text t = { 0 };
	struct err e;

	text_puts(&t, RULES_HEADER);
	text_puts(&t, rules);
	s->baseline = baseline_load(memory_text(&t), s->names, &e);
	cr_assert(s->baseline, "%s", s->baseline ? "" : e.msg);
}

void stage_names(struct stage *s, const char *text)
{
	struct err e;

	names_free(s->names);
	s->names = names_load(memory_file(text, strlen(text)), &e);
	cr_assert(s->names, "%s", s->names ? "" : e.msg);
}

static int by_record(const void *a, const void *b)
{
	return record_cmp(a, b);
}

void stage_judge(struct stage *s)
{
	const struct detect_input in = {
		.baseline = s->baseline, .names = s->names,
		.services = s->services, .options = &s->options,
		.records = s->records, .n_records = s->n,
	};

	if (s->n)
		qsort(s->records, s->n, sizeof *s->records, by_record);
	free(s->used_by);
	s->used_by = xcalloc(s->n, sizeof *s->used_by);
	findings_release(&s->found);
	detect(&in, &s->found, s->used_by);
}

static uint32_t full(uint32_t addr)
{
	return addr < 256 ? ADDR(192, 168, 10, addr) : addr;
}

static struct record *add(struct stage *s, const struct record *r)
{
	s->records = grow(s->records, s->n, &s->cap, sizeof *s->records);
	s->records[s->n] = *r;
	return &s->records[s->n++];
}

/* Every flow has a client port of its own. */
static struct record flow(const struct stage *s, enum record_kind kind,
			  uint32_t client, uint32_t server)
{
	struct record r;

	record_init(&r, kind);
	r.first_ns = BEGIN_NS + (int64_t)s->n * 1000000;
	r.last_ns = r.first_ns + 1000;
	r.addr[0] = full(client);
	r.addr[1] = full(server);
	r.port[0] = (uint16_t)(49152 + s->n % 16384);
	r.packets[0] = 1;
	return r;
}

struct record *stage_tcp(struct stage *s, uint32_t client, uint32_t server,
			 uint16_t port, int64_t at_ms)
{
	struct record r = flow(s, RECORD_TCP, client, server);

	r.first_ns = BEGIN_NS + at_ms * 1000000;
	r.last_ns = r.first_ns + 60 * NS_PER_SECOND;
	r.port[1] = port;
	r.packets[0] = r.packets[1] = 10;
	r.payload[0] = 100;
	r.payload[1] = 1000;
	r.state = CONN_SF;
	r.initiator = ROLE_CLIENT;
	r.evidence = EVIDENCE_HANDSHAKE;
	r.confidence = 99;
	return add(s, &r);
}

struct record *stage_syn(struct stage *s, uint32_t client, uint32_t server,
			 uint16_t port, enum conn_state state)
{
	struct record r = flow(s, RECORD_TCP, client, server);

	r.port[1] = port;
	r.packets[1] = state == CONN_REJ;
	r.state = state;
	r.initiator = ROLE_CLIENT;
	r.evidence = EVIDENCE_HANDSHAKE;
	r.confidence = 99;
	return add(s, &r);
}

struct record *stage_udp(struct stage *s, uint32_t client, uint32_t server,
			 uint16_t port)
{
	struct record r = flow(s, RECORD_UDP, client, server);

	r.port[1] = port;
	r.payload[0] = 40;
	r.state = CONN_S0;
	r.initiator = ROLE_NONE;
	r.evidence = EVIDENCE_PORT;
	r.confidence = 90;
	return add(s, &r);
}

struct record *stage_arp(struct stage *s, uint32_t addr, const char *mac,
			 const char *to, const char *words)
{
	struct record r;

	record_init(&r, RECORD_ARP);
	r.first_ns = BEGIN_NS;
	r.last_ns = BEGIN_NS + 60 * NS_PER_SECOND;
	r.addr[0] = full(addr);
	r.mac[0] = mac;
	r.mac[1] = to;
	r.operations = words;
	r.packets[0] = !to[0];
	return add(s, &r);
}

struct record *stage_run(struct stage *s, int64_t from_s, int64_t to_s)
{
	struct record r;

	record_init(&r, RECORD_RUN);
	r.first_ns = BEGIN_NS + from_s * NS_PER_SECOND;
	r.last_ns = BEGIN_NS + to_s * NS_PER_SECOND;
	r.capture = "test.pcap";
	r.operations = "tcp:1";
	return add(s, &r);
}

const struct finding *stage_one(const struct stage *s, enum finding_kind kind)
{
	const struct finding *found = NULL;

	for (size_t i = 0; i < s->found.n; i++) {
		if (s->found.items[i].kind != kind)
			continue;
		if (found)
			return NULL;
		found = &s->found.items[i];
	}
	return found;
}
