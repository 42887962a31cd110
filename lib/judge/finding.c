/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/finding.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"

static const char *const kind_names[N_FINDING_KINDS] = {
	[FINDING_PORT_SCAN] = "port-scan",
	[FINDING_HOST_SWEEP] = "host-sweep",
	[FINDING_OT_PROBE] = "ot-probe",
	[FINDING_DECOY_CONTACT] = "decoy-contact",
	[FINDING_OUTSIDE_CONTACT] = "outside-contact",
	[FINDING_ZONE_CROSSING] = "zone-crossing",
	[FINDING_NEW_ROLE] = "new-role",
	[FINDING_NEW_HOST] = "new-host",
	[FINDING_DIRECTION_REVERSED] = "direction-reversed",
	[FINDING_PATTERN_BROKEN] = "pattern-broken",
	[FINDING_NEW_SERVICE] = "new-service",
	[FINDING_CLIENT_PORT_CHANGED] = "client-port-changed",
	[FINDING_NEW_CONVERSATION] = "new-conversation",
	[FINDING_NEW_OPERATION] = "new-operation",
	[FINDING_LOGIN_ATTEMPTS] = "login-attempts",
	[FINDING_CLEARTEXT_LOGIN] = "cleartext-login",
	[FINDING_OT_ERROR] = "ot-error",
	[FINDING_ADDRESS_CONFLICT] = "address-conflict",
	[FINDING_DEVICE_CHANGED] = "device-changed",
	[FINDING_ARP_SCAN] = "arp-scan",
	[FINDING_SUSPICIOUS_PROTOCOL] = "suspicious-protocol",
	[FINDING_MISSING_HOST] = "missing-host",
	[FINDING_MISSING_CONVERSATION] = "missing-conversation",
	[FINDING_RETURNED_HOST] = "returned-host",
	[FINDING_VOLUME_CHANGE] = "volume-change",
	[FINDING_SESSION_CHANGE] = "session-change",
	[FINDING_OPEN_CONTROL] = "open-control",
	[FINDING_REMOTE_ACCESS] = "remote-access",
	[FINDING_FIXED_PORT] = "fixed-port",
	[FINDING_DEFAULT_SETTINGS] = "default-settings",
};

static const char *const severity_names[N_SEVERITIES] = {
	[SEVERITY_INFO] = "info",
	[SEVERITY_LOW] = "low",
	[SEVERITY_MEDIUM] = "medium",
	[SEVERITY_HIGH] = "high",
};

struct finding *findings_add(struct findings *f, enum finding_kind kind,
			     enum severity severity)
{
	struct finding *item;

	f->items = grow(f->items, f->n, &f->cap, sizeof *f->items);
	item = &f->items[f->n];
	*item = (struct finding){
		.kind = kind, .severity = severity, .service = "",
		.technique = "", .made = (uint32_t)f->n,
	};
	f->n++;
	return item;
}

/*
 * FNV-1a (64 bits) of the kind's word and of the numbers, highest byte first:
 * by a published function and not the tables' own, by the word and not its
 * number, so that an id is the same in later versions and on any machine.
 */
static uint64_t fnv(uint64_t h, uint64_t v, unsigned n_bytes)
{
	while (n_bytes--)
		h = (h ^ (v >> 8 * n_bytes & 255)) * UINT64_C(0x100000001b3);
	return h;
}

static uint64_t fnv_word(const char *word)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *word; word++)
		h = fnv(h, (unsigned char)*word, 1);
	return h;
}

uint64_t finding_cause(const char *word)
{
	return fnv_word(word);
}

/* Who uses a new service differs from week to week, and so does the port that
 * stands in the place of a fixed one: that is still the same cause. */
static uint64_t add_columns(uint64_t h, const struct finding *f)
{
	h = fnv(h, f->proto, 1);
	h = fnv(h, f->kind == FINDING_NEW_SERVICE ? 0 : f->client, 4);
	h = fnv(h, f->kind == FINDING_CLIENT_PORT_CHANGED ? 0 :
		f->client_port, 2);
	h = fnv(h, f->server, 4);
	return fnv(h, f->server_port, 2);
}

static void set_id(struct finding *f)
{
	uint64_t h = fnv_word(kind_names[f->kind]);

	h = f->cause ? fnv(h, f->cause, 8) : add_columns(h, f);
	snprintf(f->id, sizeof f->id, "%016" PRIx64, h);
}

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int finding_cmp(const void *pa, const void *pb)
{
	const struct finding *a = pa, *b = pb;
	int c = ORDER(b->severity, a->severity);

	c = c ? c : ORDER(a->kind, b->kind);
	c = c ? c : ORDER(a->first_ns, b->first_ns);
	c = c ? c : ORDER(a->client, b->client);
	c = c ? c : ORDER(a->server, b->server);
	c = c ? c : ORDER(a->proto, b->proto);
	c = c ? c : ORDER(a->server_port, b->server_port);
	c = c ? c : ORDER(a->client_port, b->client_port);
	return c ? c : ORDER(a->made, b->made);
}

void findings_finish(struct findings *f)
{
	for (size_t i = 0; i < f->n; i++)
		set_id(&f->items[i]);
	if (f->n)
		qsort(f->items, f->n, sizeof *f->items, finding_cmp);
}

void findings_weigh(struct findings *f,
		    const uint8_t severity[N_FINDING_KINDS])
{
	for (size_t i = 0; i < f->n; i++) {
		struct finding *item = &f->items[i];

		if (severity[item->kind] != SEVERITY_OWN)
			item->severity = (enum severity)severity[item->kind];
	}
	if (f->n)
		qsort(f->items, f->n, sizeof *f->items, finding_cmp);
}

static void finding_release(struct finding *f)
{
	text_release(&f->summary);
	text_release(&f->evidence);
	text_release(&f->filter);
	text_release(&f->offers);
}

void findings_keep(struct findings *f, uint64_t kinds)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (kinds >> f->items[i].kind & 1)
			f->items[n++] = f->items[i];
		else
			finding_release(&f->items[i]);
	}
	f->n = n;
}

void findings_drop(struct findings *f, const bool *drop)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (!drop[i])
			f->items[n++] = f->items[i];
		else
			finding_release(&f->items[i]);
	}
	f->n = n;
}

int findings_find(const struct findings *f, const char *id)
{
	for (size_t i = 0; i < f->n; i++)
		if (!strcmp(f->items[i].id, id))
			return (int)i;
	return -1;
}

void findings_keep_one(struct findings *f, size_t number)
{
	struct finding one = f->items[number];

	for (size_t i = 0; i < f->n; i++)
		if (i != number)
			finding_release(&f->items[i]);
	f->items[0] = one;
	f->n = 1;
}

int findings_worst(const struct findings *f)
{
	int worst = -1;

	for (size_t i = 0; i < f->n; i++)
		if ((int)f->items[i].severity > worst)
			worst = (int)f->items[i].severity;
	return worst;
}

void findings_release(struct findings *f)
{
	for (size_t i = 0; i < f->n; i++)
		finding_release(&f->items[i]);
	free(f->items);
	*f = (struct findings){ 0 };
}

static int find(const char *const *names, int n, const char *s)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(names[i], s))
			return i;
	return -1;
}

const char *finding_kind_name(enum finding_kind k)
{
	return kind_names[k];
}

int finding_kind_parse(const char *s)
{
	return find(kind_names, N_FINDING_KINDS, s);
}

const char *severity_name(enum severity s)
{
	return severity_names[s];
}

int severity_parse(const char *s)
{
	return find(severity_names, N_SEVERITIES, s);
}
