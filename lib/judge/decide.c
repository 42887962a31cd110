/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/decide.h"

#include <string.h>
#include <strings.h>

#include "judge/baseline_port.h"
#include "judge/baseline_words.h"
#include "judge/names.h"
#include "understand/record.h"

struct deciding {
	struct baseline *b;
	const struct names *names;
	const struct decision *d;
	const struct decided_finding *f;
};

int decide_parse(const char *word)
{
	static const struct {
		const char *word;
		enum verdict_word means;
	} words[] = {
		{ "", DECIDE_NOTHING },		{ "reject", DECIDE_NOTHING },
		{ "rejected", DECIDE_NOTHING }, { "approve", DECIDE_APPROVE },
		{ "approved", DECIDE_APPROVE }, { "ignore", DECIDE_IGNORE },
		{ "ignored", DECIDE_IGNORE },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcasecmp(word, words[i].word))
			return words[i].means;
	return -1;
}

/* --- one rule ----------------------------------------------------------- */

/* A line of 0: changed or made by a decision just now. */
static bool is_touched(const struct rule *r)
{
	return !r->line;
}

static void stamp(struct baseline *b, struct rule *r, const struct decision *d)
{
	r->status = d->word == DECIDE_IGNORE ? RULE_IGNORED : RULE_APPROVED;
	r->until_ns = d->until_ns;
	r->by = baseline_keep(b, d->by);
	if (d->note[0])
		r->note = baseline_keep(b, d->note);
	r->line = 0;
}

static int check_note(const struct decision *d, const char *note, struct err *e)
{
	if (d->word != DECIDE_IGNORE || d->note[0] || note[0])
		return 0;
	return err_set(e, "to ignore needs a note that says why");
}

int decide_rule(struct baseline *b, size_t i, const struct decision *d,
		struct err *e)
{
	struct rule *r = baseline_edit_rule(b, i);

	if (check_note(d, r->note, e) < 0)
		return -1;
	stamp(b, r, d);
	return 0;
}

/* --- conversations ------------------------------------------------------ */

static struct rule *find_exact(const struct deciding *w, const struct offer *o)
{
	return baseline_find_exact(w->b, &o->about, o->client_port);
}

static struct conversation conversation_of(const struct deciding *w,
					   const struct offer *o)
{
	const struct memory *m = &o->about;

	return (struct conversation){
		.proto = m->proto,
		.confidence = m->seen.evidence == EVIDENCE_PEER
				      ? 0
				      : m->seen.confidence,
		.answered = true,
		.agreed = m->agreed,
		.client = m->client,
		.server = m->server,
		.client_port = o->client_port,
		.server_port = m->server_port,
		.time_ns = w->d->now_ns,
	};
}

/* A rule of another shape that allows the conversation, or nearly does. */
static const struct rule *find_wide(const struct deciding *w,
				    const struct offer *o)
{
	const struct conversation c = conversation_of(w, o);
	const struct rule *near;
	const struct rule *r = baseline_match(w->b, &c, &near);

	r = r ? r : near;
	return r && rule_allows_at(r, w->d->now_ns) ? r : NULL;
}

static void add_rule(const struct deciding *w, const struct offer *o)
{
	const struct rule *wide = find_wide(w, o);
	const struct seen *s = &o->about.seen;
	struct port_range range;
	struct rule r = {
		.service = s->service,
		.initiator = s->initiator,
		.purpose = (uint8_t)purpose_of_service(s->service),
		.operations = s->operations,
		.by = "",
		.note = "",
		.extra = "",
	};

	rule_set_exact(&r, &o->about, &range);
	r.client_port = o->client_port;
	if (wide) {
		r.purpose = wide->purpose;
		r.operations =
			wide->operations[0]
				? baseline_keep_both(w->b, wide->operations,
						     s->operations)
				: "";
	}
	stamp(w->b, &r, w->d);
	baseline_add_rule(w->b, &r);
}

/* What may be done there grows; a rule that allows anything stays so. */
static void take_operations(const struct deciding *w, struct rule *r,
			    const struct offer *o)
{
	if (r->operations[0])
		r->operations = baseline_keep_both(w->b, r->operations,
						   o->about.seen.operations);
}

/* Two new ports of one rule, both approved: then any will do. */
static void take_port(const struct deciding *w, struct rule *r,
		      const struct offer *o)
{
	if (o->about.client_port || !r->client_port ||
	    r->client_port == o->client_port)
		return;
	r->client_port = is_touched(r) && offer_use(w->f->kind) == OFFER_PORT
				 ? 0
				 : o->client_port;
}

static void change_rule(const struct deciding *w, struct rule *r,
			const struct offer *o)
{
	const struct seen *s = &o->about.seen;
	enum offer_use use = offer_use(w->f->kind);
	struct decision d = *w->d;
	int64_t until = r->until_ns;

	/* What was new is approved, not that the rest goes on for longer. */
	if (r->status == RULE_APPROVED && w->d->now_ns < until &&
	    until < d.until_ns)
		d.until_ns = until;
	take_operations(w, r, o);
	take_port(w, r, o);
	if (use == OFFER_SERVICE || !r->service[0])
		r->service = baseline_keep(w->b, s->service);
	if (use == OFFER_DIRECTION || r->initiator == ROLE_NONE)
		r->initiator = s->initiator;
	stamp(w->b, r, &d);
}

/* What is allowed for good does not become something that ends. */
static int check_ignored(const struct deciding *w, const struct offer *o,
			 struct err *e)
{
	const struct rule *r = find_exact(w, o);

	if (offer_use(w->f->kind) == OFFER_SERVICE)
		return 0;
	if (!r || !rule_allows_at(r, w->d->now_ns))
		r = find_wide(w, o);
	if (!r || is_touched(r) || r->status == RULE_IGNORED)
		return 0;
	return err_set(e,
		       "cannot be ignored: line %llu allows the rest of the "
		       "conversation, and would end with it; approve it, or "
		       "leave it",
		       (unsigned long long)r->line);
}

/* A rule that names the service would have been enough. */
static int check_service(const struct deciding *w, const struct offer *o,
			 struct err *e)
{
	const char *service = o->about.seen.service;
	const struct rule *r = find_exact(w, o);

	if (!r || !rule_allows_at(r, w->d->now_ns))
		r = find_wide(w, o);
	if (service[0] &&
	    !(r && !is_touched(r) && !strcmp(r->service, service)))
		return 0;
	return err_set(e,
		       "cannot be approved: it is not the service that is "
		       "suspicious here, and a rule names no more; ignore it");
}

static int check_offer(const struct deciding *w, const struct offer *o,
		       struct err *e)
{
	if (w->d->word == DECIDE_IGNORE)
		return check_ignored(w, o, e);
	if (offer_use(w->f->kind) == OFFER_SERVICE)
		return check_service(w, o, e);
	return 0;
}

static int decide_offers(const struct deciding *w, struct err *e)
{
	const struct decided_finding *f = w->f;

	for (size_t i = 0; i < f->n_offers; i++)
		if (check_offer(w, &f->offers[i], e) < 0)
			return -1;
	for (size_t i = 0; i < f->n_offers; i++) {
		struct rule *r = find_exact(w, &f->offers[i]);

		if (r)
			change_rule(w, r, &f->offers[i]);
		else
			add_rule(w, &f->offers[i]);
		baseline_add_memory(w->b, &f->offers[i].about);
	}
	return 0;
}

/* --- what is missing ---------------------------------------------------- */

static bool party_is(const struct deciding *w, const struct party *p,
		     uint32_t addr)
{
	const char *name;

	if (!p->name)
		return p->net.bits == 32 &&
		       names_same_machine(w->names, p->net.net, addr);
	name = names_name(w->names, addr);
	return name && !strcmp(name, p->name);
}

/* The one that names no port is about a port that is agreed each time. */
static bool port_is_missing(const struct deciding *w, const struct rule *r)
{
	const struct decided_finding *f = w->f;
	const struct port_spec *p = &r->server_port;

	if (f->server_port)
		return port_spec_has(p, f->server_port, f->server);
	return p->kind == PORT_DYNAMIC;
}

/* Where there is one end only, the finding is of all that machine does. */
static bool is_missing(const struct deciding *w, const struct rule *r)
{
	const struct decided_finding *f = w->f;

	if (r->gone ||
	    (r->status != RULE_LEARNED && r->status != RULE_APPROVED))
		return false;
	if (f->kind == FINDING_MISSING_HOST && (!f->client || !f->server))
		return party_is(w, &r->client, f->client | f->server) ||
		       party_is(w, &r->server, f->client | f->server);
	return (!f->proto || f->proto == r->proto) &&
	       party_is(w, &r->client, f->client) &&
	       party_is(w, &r->server, f->server) && port_is_missing(w, r);
}

static int decide_missing(const struct deciding *w, struct err *e)
{
	size_t n_found = 0;

	for (size_t i = 0; i < baseline_n_rules(w->b); i++) {
		struct rule *r = baseline_edit_rule(w->b, i);

		if (!is_missing(w, r))
			continue;
		n_found++;
		if (w->d->word == DECIDE_IGNORE)
			stamp(w->b, r, w->d);
		else
			r->gone = RULE_FORGOTTEN;
	}
	if (!n_found)
		return err_set(e, "no rule is about it any more");
	return 0;
}

int decide_finding(struct baseline *b, const struct names *names,
		   const struct decision *d, const struct decided_finding *f,
		   struct err *e)
{
	const struct deciding w = { b, names, d, f };
	enum offer_use use = offer_use(f->kind);

	if (d->word == DECIDE_NOTHING)
		return 0;
	if (use == OFFER_NOTHING)
		return err_set(e, "cannot be %s: %s",
			       d->word == DECIDE_IGNORE ? "ignored"
							: "approved",
			       offer_refusal(f->kind));
	if (check_note(d, "", e) < 0)
		return -1;
	if (use == OFFER_GONE)
		return decide_missing(&w, e);
	if (!f->n_offers)
		return err_set(e, "holds no conversation; was it written by "
				  "an older otdiff?");
	return decide_offers(&w, e);
}
