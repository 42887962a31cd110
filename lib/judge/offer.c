/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/offer.h"

#include <stdlib.h>
#include <string.h>

#include "ground/stamp.h"
#include "ground/utf8.h"
#include "judge/baseline_port.h"
#include "judge/baseline_words.h"

/* The numbers of seen= behind its two times, in their order. */
enum { N_NUMBERS = 7 };

static uint64_t *number_at(struct seen *s, size_t i)
{
	uint64_t *const numbers[N_NUMBERS] = {
		&s->n_flows,
		&s->n_sessions_answered,
		&s->peak_10min_sessions,
		&s->peak_hour_errors,
		&s->peak_hour_packets,
		&s->peak_hour_payload,
		&s->peak_hour_sessions,
	};

	return numbers[i];
}

static const struct {
	uint8_t use;
	const char *refusal;
} uses[N_FINDING_KINDS] = {
#define NOTHING(why) \
	{ \
		OFFER_NOTHING, why \
	}
#define SCANNER \
	NOTHING("no rule allows a scan; a machine that may scan has " \
		"the role scanner in the names file")
	[FINDING_PORT_SCAN] = SCANNER,
	[FINDING_HOST_SWEEP] = SCANNER,
	[FINDING_OT_PROBE] = SCANNER,
	[FINDING_ARP_SCAN] = SCANNER,
	[FINDING_DECOY_CONTACT] =
		NOTHING("no rule allows contact with an "
			"address that has the role unused in the names file"),
	[FINDING_ADDRESS_CONFLICT] = NOTHING(
		"no rule allows two machines to "
		"share an address; a pair of one name in the names file may"),
	[FINDING_DEVICE_CHANGED] =
		NOTHING("rules are not about devices; "
			"otbase learn --update remembers the new one"),
	[FINDING_RETURNED_HOST] =
		NOTHING("its rules are still there; otbase "
			"learn --update remembers that it was heard"),
	[FINDING_DIRECTION_REVERSED] = { OFFER_DIRECTION, NULL },
	[FINDING_CLIENT_PORT_CHANGED] = { OFFER_PORT, NULL },
	[FINDING_SUSPICIOUS_PROTOCOL] = { OFFER_SERVICE, NULL },
	[FINDING_MISSING_HOST] = { OFFER_GONE, NULL },
	[FINDING_MISSING_CONVERSATION] = { OFFER_GONE, NULL },
/* All others are OFFER_RULES. */
#undef SCANNER
#undef NOTHING
};

enum offer_use offer_use(enum finding_kind kind)
{
	return uses[kind].use;
}

const char *offer_refusal(enum finding_kind kind)
{
	return uses[kind].refusal;
}

/* --- out ---------------------------------------------------------------- */

/* Labels are the site's or a stranger's text: here nothing may part them. */
static void put_word(struct text *t, const char *key, const char *word)
{
	if (!word[0])
		return;
	text_printf(t, " %s=", key);
	for (; *word; word++) {
		unsigned char c = (unsigned char)*word;

		if (c <= ' ' || c == '%' || c == '|' || c == '"' || c > '~')
			text_printf(t, "%%%02x", c);
		else
			text_putc(t, (char)c);
	}
}

/* No capture is from before 1970; a broken clock is. */
static void put_second(struct text *t, int64_t ns)
{
	text_u64(t, ns > 0 ? (uint64_t)(ns / NS_PER_SECOND) : 0);
}

static void put_seen(struct text *t, const struct seen *s)
{
	struct seen copy = *s;

	text_puts(t, " seen=");
	put_second(t, s->first_ns);
	text_putc(t, '-');
	put_second(t, s->last_ns);
	for (size_t i = 0; i < N_NUMBERS; i++) {
		text_putc(t, '/');
		text_u64(t, *number_at(&copy, i));
	}
	text_printf(t, " by=%s/%u", evidence_name(s->evidence), s->confidence);
}

void offer_put(struct text *t, const struct offer *o)
{
	const struct memory *m = &o->about;
	struct port_range range;
	struct rule r = { 0 };

	rule_set_exact(&r, m, &range);
	text_printf(t, "%s ", proto_name(m->proto));
	text_addr(t, m->client);
	if (o->client_port)
		text_printf(t, ":%u", o->client_port);
	text_puts(t, " -> ");
	text_addr(t, m->server);
	text_putc(t, ':');
	if (m->client_port)
		text_putc(t, '*');
	else
		port_spec_put(t, &r.server_port);
	put_word(t, "service", m->seen.service);
	put_word(t, "opened", initiator_name(m->seen.initiator));
	put_word(t, "operations", m->seen.operations);
	put_seen(t, &m->seen);
}

/* --- in ----------------------------------------------------------------- */

static int hex(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

static int unescape(char *s)
{
	char *to = s;

	for (; *s; s++) {
		int high, low;

		if (*s != '%') {
			*to++ = *s;
			continue;
		}
		high = hex(s[1]);
		low = high < 0 ? -1 : hex(s[2]);
		if (low < 0 || (!high && !low))
			return -1;
		*to++ = (char)(high << 4 | low);
		s += 2;
	}
	*to = '\0';
	return 0;
}

/* otdiff writes no controls, nor what is not UTF-8: they would be in the
 * baseline, and on somebody's terminal. */
static bool is_plain(const char *s)
{
	struct text t = { 0 };
	bool plain;

	text_puts(&t, s);
	utf8_plain(t.s);
	plain = !strcmp(t.s, s);
	text_release(&t);
	return plain;
}

static int parse_client(char *s, struct offer *o)
{
	char *port = strchr(s, ':');

	if (port) {
		*port++ = '\0';
		if (port_parse(port, &o->client_port) < 0 || !o->client_port)
			return -1;
	}
	return addr_parse(s, &o->about.client);
}

static int parse_server(char *s, struct offer *o)
{
	struct memory *m = &o->about;
	char *port = strchr(s, ':');
	struct port_spec spec;

	if (!port)
		return -1;
	*port++ = '\0';
	if (addr_parse(s, &m->server) < 0)
		return -1;
	if (!strcmp(port, "*")) {
		m->client_port = o->client_port;
		return o->client_port ? 0 : -1;
	}
	if (!port_parse(port, &m->server_port))
		return 0;
	if (port_spec_parse(port, &spec) < 0)
		return -1;
	free(spec.range);
	m->agreed = spec.base;
	return spec.kind == PORT_DYNAMIC ? 0 : -1;
}

static int parse_second(const char *s, int64_t *ns)
{
	uint64_t v;

	if (count_parse(s, &v) < 0 || v > INT64_MAX / NS_PER_SECOND)
		return -1;
	*ns = (int64_t)v * NS_PER_SECOND;
	return 0;
}

static int parse_seen(char *s, struct seen *seen)
{
	char *first = strsep(&s, "-"), *last = strsep(&s, "/");

	if (!last || parse_second(first, &seen->first_ns) < 0 ||
	    parse_second(last, &seen->last_ns) < 0 ||
	    seen->last_ns < seen->first_ns)
		return -1;
	for (size_t i = 0; i < N_NUMBERS; i++) {
		const char *number = strsep(&s, "/");

		if (!number || count_parse(number, number_at(seen, i)) < 0)
			return -1;
	}
	return s ? -1 : 0;
}

static int parse_by(char *s, struct seen *seen)
{
	int evidence = evidence_parse(strsep(&s, "/"));
	uint64_t confidence;

	if (evidence < 0 || !s || count_parse(s, &confidence) < 0 ||
	    confidence > 100)
		return -1;
	seen->evidence = (uint8_t)evidence;
	seen->confidence = (uint8_t)confidence;
	return 0;
}

static int parse_pair(char *word, struct seen *seen)
{
	char *value = strchr(word, '=');
	int role;

	if (!value)
		return -1;
	*value++ = '\0';
	if (!strcmp(word, "seen"))
		return parse_seen(value, seen);
	if (!strcmp(word, "by"))
		return parse_by(value, seen);
	if (unescape(value) < 0 || !is_plain(value))
		return -1;
	if (!strcmp(word, "service")) {
		seen->service = value;
	} else if (!strcmp(word, "operations")) {
		seen->operations = value;
	} else if (!strcmp(word, "opened")) {
		role = initiator_parse(value);
		seen->initiator = (uint8_t)role;
		return role < 0 ? -1 : 0;
	}
	return 0;
}

int offer_parse(char *s, struct offer *o)
{
	struct memory *m = &o->about;
	char *proto = strsep(&s, " "), *client = strsep(&s, " ");
	char *arrow = strsep(&s, " "), *server = strsep(&s, " "), *word;
	bool seen = false;
	int v;

	*o = (struct offer){ 0 };
	seen_init(&m->seen);
	if (!server || strcmp(arrow, "->"))
		return -1;
	v = proto_parse(proto);
	if (v < 0 || parse_client(client, o) < 0 || parse_server(server, o) < 0)
		return -1;
	m->proto = (uint8_t)v;
	while ((word = strsep(&s, " "))) {
		seen |= !strncmp(word, "seen=", 5);
		if (parse_pair(word, &m->seen) < 0)
			return -1;
	}
	m->seen.status =
		m->seen.n_sessions_answered ? RULE_LEARNED : RULE_UNANSWERED;
	return seen ? 0 : -1;
}
