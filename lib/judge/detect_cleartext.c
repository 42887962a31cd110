/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Logins that anybody on the way can read: who, where, and how it went. What
 * was typed is nowhere in the records and is never told.
 *
 * A conversation that is known to log in is silent; one that another finding
 * holds gets a line there. SNMP sends its community with every request, so
 * there one finding a sender says it for all its agents.
 */
#include <string.h>

#include "judge/baseline.h"
#include "judge/detect_story.h"
#include "judge/joined.h"

/* What shows a login; NULL: any "login:" word, or that it was used at all. */
struct readable {
	const char *service;
	const char *word[2];
	bool folded;		/* one finding for all servers */
	bool accepts;		/* its messages tell that a login went well */
};

static const struct readable readables[] = {
	{ "ftp", { NULL, NULL }, false, true },
	{ "telnet", { NULL, NULL }, false, false },
	{ "rlogin", { NULL, NULL }, false, false },
	{ "rsh", { NULL, NULL }, false, false },
	{ "rexec", { NULL, NULL }, false, false },
	{ "http", { "login:http-basic", "login:http-form" }, false, false },
	{ "smtp", { "login:user", "login:password" }, false, true },
	{ "pop3", { "login:user", "login:password" }, false, true },
	{ "imap", { "login:user", "login:password" }, false, true },
	{ "ldap", { "login:simple-bind", NULL }, false, false },
	{ "mssql", { "login:user", NULL }, false, false },
	{ "snmp", { "login:community", NULL }, true, false },
	{ "snmptrap", { "login:community", NULL }, true, false },
};

/* How many of the sessions did what. */
struct outcome {
	uint64_t n, refused, accepted;
	bool accepts;		/* see above */
};

static const struct readable *readable_of(const struct scene *s,
					  const struct record *r)
{
	const char *service = flow_service(s, r);

	for (size_t i = 0; i < sizeof readables / sizeof *readables; i++)
		if (!strcmp(readables[i].service, service))
			return &readables[i];
	return NULL;
}

static bool has_login(const char *operations)
{
	return !strncmp(operations, "login:", 6) ||
	       strstr(operations, "+login:");
}

/* A session of which only the service is known was used if both ends spoke. */
static bool is_used(const struct record *r)
{
	return !r->operations[0] && r->payload[ROLE_CLIENT] &&
	       r->payload[ROLE_SERVER];
}

static bool is_login(const struct readable *c, const struct record *r)
{
	if (!c->word[0])
		return has_login(r->operations) || is_used(r);
	return joined_has(r->operations, c->word[0]) ||
	       (c->word[1] && joined_has(r->operations, c->word[1]));
}

/* A rule that does not say what is done allows it all. */
static bool is_known(const struct rule *rule)
{
	return rule && (!rule->operations[0] || has_login(rule->operations) ||
			joined_has(rule->operations, "login"));
}

static struct outcome outcome_of(const struct scene *s, const struct keyed *k,
				 size_t n)
{
	struct outcome o = { .n = n };

	o.accepts = readable_of(s, &s->in->records[k->record])->accepts;
	for (size_t i = 0; i < n; i++) {
		const char *words = s->in->records[k[i].record].operations;

		o.refused += joined_has(words, "error:login-failed");
		o.accepted += joined_has(words, "login:accepted");
	}
	return o;
}

static void put_outcome(struct text *t, const struct outcome *o)
{
	if (o->accepted && o->refused)
		text_puts(t, "refused and accepted");
	else if (o->accepted)
		text_puts(t, "accepted");
	else if (o->refused)
		text_puts(t, o->accepts ? "refused" : "refused at least once");
	else
		text_puts(t, "how it went is not seen");
}

static void put_count(const struct scene *s, struct text *t,
		      const struct keyed *k, const struct outcome *o)
{
	const struct record *r = &s->in->records[k->record];

	story_line(t);
	text_printf(t, "login in clear text (%s), ", flow_service(s, r));
	story_count(t, o->n, "session");
	if (readable_of(s, r)->folded)
		return;
	text_puts(t, ": ");
	if (!o->accepted && !o->refused) {
		put_outcome(t, o);
		return;
	}
	if (o->accepts) {
		story_number(t, o->accepted);
		text_puts(t, " accepted, ");
	}
	story_number(t, o->refused);
	text_puts(t, o->accepts ? " refused" :
		  " refused at least once; an acceptance would not show");
}

static void put_summary(const struct scene *s, struct finding *f,
			const struct keyed *k, const struct outcome *o)
{
	const struct record *r = &s->in->records[k->record];
	struct text *t = &f->summary;

	story_host(s, t, f->client);
	if (readable_of(s, r)->folded) {
		text_printf(t, " sends the community of %s, a password, in "
			    "clear text: anybody on the way can read it.",
			    flow_service(s, r));
		return;
	}
	text_puts(t, o->accepted ? " logged in to " : " tried to log in to ");
	story_host(s, t, f->server);
	text_putc(t, ' ');
	story_service(s, t, r);
	text_puts(t, " in clear text, ");
	put_outcome(t, o);
	text_puts(t, ": anybody on the way can read the password.");
}

static void report(struct scene *s, const struct keyed *k, size_t n)
{
	struct outcome o = outcome_of(s, k, n);
	struct finding *f = scene_remark(s, FINDING_CLEARTEXT_LOGIN, k, n);

	f->severity = SEVERITY_MEDIUM;
	f->technique = "T0842";		/* Network Sniffing */
	f->client = k->client;
	f->server = k->server;
	f->server_port = k->port;
	put_summary(s, f, k, &o);
	story_conversations(s, &f->evidence, k, n);
	put_count(s, &f->evidence, k, &o);
	story_rule(&f->evidence, "rule without logins",
		   s->fact[k->record].rule);
	story_filter_hosts(&f->filter, f->client, f->server);
	story_filter_port(&f->filter, f->proto, f->server_port);
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
}

/* Said once in each finding and of each service. */
static void report_inside(struct scene *s, const struct keyed *k, size_t n)
{
	struct outcome o = outcome_of(s, k, n);

	put_count(s, &scene_holder(s, k->record)->evidence, k, &o);
}

static void place(const struct scene *s, size_t i, struct keyed_list *own,
		  struct keyed_list *inside)
{
	const struct record *r = &s->in->records[i];
	const struct readable *c = flow_is(r) ? readable_of(s, r) : NULL;
	struct keyed k = { .record = (uint32_t)i };

	if (!c || !is_login(c, r))
		return;
	if (s->fact[i].finding) {
		k.client = s->fact[i].finding;
		k.server = (uint32_t)(c - readables);
		keyed_add(inside, &k);
	} else if (!is_known(s->fact[i].rule) && !s->fact[i].exempt) {
		k.client = r->addr[ROLE_CLIENT];
		k.server = c->folded ? 0 : r->addr[ROLE_SERVER];
		k.port = r->port[ROLE_SERVER];
		k.proto = record_proto(r);
		keyed_add(own, &k);
	}
}

void detect_cleartext(struct scene *s)
{
	struct keyed_list own = { 0 }, inside = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++)
		place(s, i, &own, &inside);
	keyed_each(s, &inside, report_inside);
	keyed_each(s, &own, report);
	keyed_release(&inside);
	keyed_release(&own);
}
