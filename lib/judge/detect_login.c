/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Bursts of short or refused sessions to a login or file service, on
 * conversations that are otherwise normal: the baseline knows the pair, but
 * not this haste. A burst of a pair that is unknown is told within the
 * finding that holds it.
 */
#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "judge/baseline.h"
#include "judge/detect_story.h"

enum { PACE_FACTOR = 5 };

/* Sessions [at, at + n) of the short ones; most of them in one window. */
struct burst {
	size_t at, n, peak;
};

/* From one session's begin to a later one's. */
static uint64_t ns_between(const struct scene *s, const struct keyed *a,
			   const struct keyed *b)
{
	return (uint64_t)s->in->records[b->record].first_ns -
	       (uint64_t)s->in->records[a->record].first_ns;
}

static struct burst find_window(const struct scene *s, const struct keyed *k,
				size_t n)
{
	uint64_t window = s->in->options->login_window_s *
		(uint64_t)NS_PER_SECOND;
	struct burst best = { 0 };
	size_t from = 0;

	/* Records are sorted by time, and a group keeps their order. */
	for (size_t i = 0; i < n; i++) {
		while (ns_between(s, &k[from], &k[i]) >= window)
			from++;
		if (i + 1 - from > best.n)
			best = (struct burst){ from, i + 1 - from,
					       i + 1 - from };
	}
	return best;
}

static int cmp_ns(const void *pa, const void *pb)
{
	const uint64_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

static uint64_t median_gap(const struct scene *s, const struct keyed *k,
			   const struct burst *b)
{
	uint64_t *gaps = xcalloc(b->n, sizeof *gaps), median;

	for (size_t i = 1; i < b->n; i++)
		gaps[i - 1] = ns_between(s, &k[b->at + i - 1], &k[b->at + i]);
	qsort(gaps, b->n - 1, sizeof *gaps, cmp_ns);
	median = gaps[(b->n - 1) / 2];
	free(gaps);
	return median;
}

/*
 * A guessing program keeps its pace: the longest run at the pace of the
 * window tells its sessions from the day's ordinary ones, and goes on beyond
 * the window where the guessing does.
 */
static struct burst find_run(const struct scene *s, const struct keyed *k,
			     size_t n, const struct burst *window)
{
	uint64_t pace = median_gap(s, k, window) * PACE_FACTOR;
	struct burst run = { 0 }, best = { 0 };

	if (pace < (uint64_t)NS_PER_SECOND)
		pace = (uint64_t)NS_PER_SECOND;
	for (size_t i = 0; i < n; i++) {
		if (!run.n || ns_between(s, &k[i - 1], &k[i]) > pace)
			run = (struct burst){ i, 0, window->peak };
		run.n++;
		if (run.n > best.n)
			best = run;
	}
	return best;
}

static struct burst find_burst(const struct scene *s, const struct keyed *k,
			       size_t n)
{
	struct burst window = find_window(s, k, n), run;

	if (window.n < 3)
		return window;
	run = find_run(s, k, n, &window);
	return run.n >= s->in->options->login_sessions ? run : window;
}

static void keep_short(const struct scene *s, const struct keyed *k, size_t n,
		       struct keyed_list *out)
{
	for (size_t i = 0; i < n; i++)
		if (flow_is_short(&s->in->records[k[i].record]))
			keyed_add(out, &k[i]);
}

uint64_t login_burst(const struct scene *s, const struct keyed *k, size_t n)
{
	struct keyed_list l = { 0 };
	struct burst b;

	keep_short(s, k, n, &l);
	b = find_burst(s, l.items, l.n);
	keyed_release(&l);
	return b.peak;
}

static uint64_t peak_known(const struct scene *s, const struct keyed *k)
{
	const struct rule *rule = s->fact[k->record].rule;

	return rule && rule->seen ? rule->seen->peak_10min_sessions : 0;
}

static void put_words(const struct scene *s, struct finding *f,
		      const struct burst *b, uint64_t peak)
{
	struct text *t = &f->summary;

	story_host(s, t, f->client);
	text_puts(t, " opened ");
	story_count(t, b->n, "short or refused session");
	text_puts(t, " to ");
	story_host(s, t, f->server);
	text_putc(t, ' ');
	story_port(s, t, f->proto, f->server_port);
	text_puts(t, " in ");
	text_duration(t, stamp_between(f->first_ns, f->last_ns));
	text_puts(t, ": this looks like login attempts.");
	story_line(&f->evidence);
	story_number(&f->evidence, b->peak);
	story_window(s, &f->evidence);
	if (b->peak > b->n)
		text_puts(&f->evidence, ", ordinary ones included");
	if (!s->in->baseline)
		return;
	text_puts(&f->evidence, "; most known: ");
	story_number(&f->evidence, peak);
}

static void judge(struct scene *s, const struct keyed *k, size_t n)
{
	uint64_t peak = peak_known(s, k);
	uint64_t bound = s->in->options->login_factor * (peak ? peak : 1);
	struct keyed_list l = { 0 };
	struct finding *f;
	struct burst b;

	keep_short(s, k, n, &l);
	b = find_burst(s, l.items, l.n);
	if (b.peak < s->in->options->login_sessions || b.peak <= bound)
		goto out;
	f = scene_finding(s, FINDING_LOGIN_ATTEMPTS, l.items + b.at, b.n);
	f->technique = "T0859";		/* Valid Accounts */
	f->client = k->client;
	f->server = k->server;
	f->server_port = k->port;
	story_conversations(s, &f->evidence, l.items + b.at, b.n);
	put_words(s, f, &b, peak);
	story_filter_hosts(&f->filter, f->client, f->server);
	story_filter_port(&f->filter, f->proto, f->server_port);
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
out:
	keyed_release(&l);
}

void detect_login(struct scene *s)
{
	struct keyed_list l = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		if (r->kind != RECORD_TCP || s->fact[i].finding ||
		    s->fact[i].exempt || !flow_is_login(s, r))
			continue;
		keyed_add_flow(&l, r, i);
	}
	keyed_sort(&l);
	for (size_t i = 0, end; i < l.n; i = end) {
		end = keyed_end(&l, i);
		judge(s, &l.items[i], end - i);
	}
	keyed_release(&l);
}
