/* SPDX-License-Identifier: BSD-3-Clause */
#include "score.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "understand/direction.h"

enum { SURE = 90, CERTAIN = 99, FEW = 100 };

void score_add(struct score *s, const struct judged *j)
{
	s->all = grow(s->all, s->n, &s->cap, sizeof *s->all);
	s->all[s->n++] = *j;
}

void score_release(struct score *s)
{
	free(s->all);
}

static double percent(const struct share *h)
{
	return h->n ? 100.0 * (double)h->right / (double)h->n : 0.0;
}

static void put_share(const struct share *h)
{
	if (h->n)
		printf("  %7lu %6.2f %%", h->n, percent(h));
	else
		printf("  %7lu %8s", h->n, "-");
}

#define COMPARE(a, b)                              \
	do {                                       \
		if ((a) != (b))                    \
			return (a) < (b) ? -1 : 1; \
	} while (0)

static int by_service(const void *a, const void *b)
{
	const struct judged *x = a, *y = b;
	int order = strcmp(x->capture, y->capture);

	if (order)
		return order;
	COMPARE(x->cut, y->cut);
	COMPARE(x->proto, y->proto);
	COMPARE(x->server, y->server);
	COMPARE(x->client >> 16, y->client >> 16);
	COMPARE(x->client, y->client);
	return 0;
}

static bool same_service(const struct judged *a, const struct judged *b)
{
	return a->cut == b->cut && a->proto == b->proto &&
	       a->server == b->server && strcmp(a->capture, b->capture) == 0;
}

static bool same_conversation(const struct judged *a, const struct judged *b)
{
	return same_service(a, b) && a->client >> 16 == b->client >> 16;
}

/* How many groups of verdicts there are, and how many are all right. */
static struct share all_right(const struct score *s, unsigned method,
			      bool (*same)(const struct judged *a,
					   const struct judged *b))
{
	struct share h = { 0, 0 };
	bool right = true;

	for (size_t i = 0; i < s->n; i++) {
		right &= s->all[i].right[method];
		if (i + 1 < s->n && same(&s->all[i], &s->all[i + 1]))
			continue;
		h.n++;
		h.right += right;
		right = true;
	}
	return h;
}

static unsigned long wrong_from(const struct score *s, unsigned confidence)
{
	unsigned long n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += !s->all[i].right[0] &&
		     s->all[i].confidence >= confidence;
	return n;
}

static void print_methods(const struct score *s)
{
	printf("%-22s  %7s %8s  %13s %2s  wrong at 0.90  0.99\n", "",
	       "services", "right", "conversations", "right");
	for (unsigned m = 0; m < METHODS; m++) {
		struct share a = all_right(s, m, same_service);
		struct share b = all_right(s, m, same_conversation);

		printf("%-22s", m ? rules[m - 1].name : "otcap");
		put_share(&a);
		printf("     ");
		put_share(&b);
		if (!m)
			printf("     %8lu %5lu", wrong_from(s, SURE),
			       wrong_from(s, CERTAIN));
		puts("");
	}
}

/* Those apart are counted by themselves. */
static void print_apart(const struct score *s)
{
	struct share h = { 0, 0 };

	for (size_t i = 0; i < s->n; i++) {
		h.n += s->all[i].apart;
		h.right += s->all[i].apart && s->all[i].right[0];
	}
	if (!h.n)
		return;
	printf("own samples");
	put_share(&h);
	puts("  in no band: plant and recogniser have one author");
}

static void print_bands(const struct score *s)
{
	static const unsigned from[] = { 0, 60, 70, 80, 85, 90, 95, 99, 101 };

	puts("\nconfidence   verdicts    right   said");
	for (size_t k = 0; k + 1 < sizeof from / sizeof *from; k++) {
		struct share h = { 0, 0 };
		unsigned long said = 0;

		for (size_t i = 0; i < s->n; i++) {
			unsigned c = s->all[i].confidence;

			if (c < from[k] || c >= from[k + 1] ||
			    s->all[i].apart)
				continue;
			h.n++;
			h.right += s->all[i].right[0];
			said += c;
		}
		printf("0.%02u - 0.%02u", from[k],
		       k + 2 < sizeof from / sizeof *from ?
			       from[k + 1] - 1 : 99);
		put_share(&h);
		if (h.n)
			printf("  %5.2f %%", (double)said / (double)h.n);
		puts(h.n && h.n < FEW ? "  fewer than 100 verdicts" : "");
	}
}

static struct share share_of_ground(const struct score *s, unsigned ground)
{
	struct share h = { 0, 0 };

	for (size_t i = 0; i < s->n; i++) {
		const struct judged *j = &s->all[i];

		if (j->ground != ground || j->lowered)
			continue;
		h.n++;
		h.right += j->right[0];
	}
	return h;
}

/* Captures with verdicts on this ground. */
static unsigned long captures_of_ground(const struct score *s,
					unsigned ground)
{
	const char *last = NULL;
	unsigned long n = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct judged *j = &s->all[i];

		if (j->ground != ground || j->lowered || j->capture == last)
			continue;
		last = j->capture;
		n++;
	}
	return n;
}

/*
 * What verdicts on a ground may say, per cent: their share right, as if of so
 * many trials as there are captures, since verdicts on one have much in
 * common. One more of each kind is expected than was seen, so that few prove
 * little (Laplace's rule).
 */
static unsigned fitted(const struct score *s, unsigned ground)
{
	struct share h = share_of_ground(s, ground);
	double n = (double)captures_of_ground(s, ground);

	return (unsigned)((percent(&h) * n + 100) / (n + 2));
}

static enum evidence evidence_of(const struct score *s, unsigned ground)
{
	size_t i = 0;

	while (s->all[i].ground != ground)
		i++;
	return (enum evidence)s->all[i].evidence;
}

void score_print_fit(const struct score *s)
{
	puts("ground                          verdicts    right   fitted  "
	     "says");
	for (unsigned g = 0; direction_ground_name(g); g++) {
		struct share h = share_of_ground(s, g);

		if (!h.n)
			continue;
		printf("%-9s %-18s  ", evidence_name(evidence_of(s, g)),
		       direction_ground_name(g));
		put_share(&h);
		printf("     0.%02u  0.%02u%s\n", fitted(s, g),
		       direction_ground_confidence(g),
		       h.n < FEW ? "  fewer than 100 verdicts" : "");
	}
}

static void print_grounds(const struct score *s)
{
	puts("\nground                          verdicts    right   said");
	for (unsigned g = 0; direction_ground_name(g); g++) {
		struct share h = share_of_ground(s, g);

		if (!h.n)
			continue;
		printf("%-9s %-18s  ", evidence_name(evidence_of(s, g)),
		       direction_ground_name(g));
		put_share(&h);
		printf("   0.%02u%s\n", direction_ground_confidence(g),
		       h.n < FEW ? "  fewer than 100 verdicts" : "");
	}
}

static const uint16_t told_quirks[] = {
	QUIRK_SAME_PORT, QUIRK_FIXED_CLIENT_PORT, QUIRK_PORT_FOLLOWS_ADDRESS,
	QUIRK_REVERSE_COMMANDS
};

static unsigned quirk_index(uint16_t bit)
{
	unsigned i = 0;

	while (1u << i != bit)
		i++;
	return i;
}

static void print_quirks(const struct score *s)
{
	puts("\nquirk                     expected    seen      direction "
	     "right   seen amiss");
	for (size_t k = 0; k < sizeof told_quirks / sizeof *told_quirks; k++) {
		const char *name = quirk_name(quirk_index(told_quirks[k]));
		struct share seen = { 0, 0 }, right = { 0, 0 };
		unsigned long amiss = 0;

		for (size_t i = 0; i < s->n; i++) {
			const struct judged *j = &s->all[i];
			bool has = j->quirks & told_quirks[k];

			if (!strstr(j->wanted, name)) {
				amiss += has;
				continue;
			}
			seen.n++;
			seen.right += has;
			right.n++;
			right.right += j->right[0];
		}
		printf("%-22s", name);
		put_share(&seen);
		put_share(&right);
		printf("  %8lu\n", amiss);
	}
}

struct scene_name {
	const char *at;
	size_t len;
};

/* "folder/scene-number.pcap" */
static struct scene_name scene_of(const struct judged *j)
{
	const char *slash = strchr(j->capture, '/');
	const char *at = slash ? slash + 1 : j->capture;
	const char *dash = strrchr(at, '-');

	return (struct scene_name){ at, dash ? (size_t)(dash - at) :
					       strlen(at) };
}

static bool same_scene(const struct judged *a, const struct judged *b)
{
	struct scene_name x = scene_of(a), y = scene_of(b);

	return x.len == y.len && memcmp(x.at, y.at, x.len) == 0;
}

static struct share share_of_scene(const struct score *s,
				   const struct judged *of)
{
	struct share h = { 0, 0 };

	for (size_t i = 0; i < s->n; i++)
		if (same_scene(&s->all[i], of)) {
			h.n++;
			h.right += s->all[i].right[0];
		}
	return h;
}

/* Is it of a folder that is listed already? Captures are in order. */
static bool is_listed(const struct score *s, size_t i)
{
	size_t k = 0;

	if (i && same_scene(&s->all[i - 1], &s->all[i]))
		return true;
	while (!same_scene(&s->all[k], &s->all[i]))
		k++;
	return k < i;
}

/* Those in which something is wrong. */
static void print_scenes(const struct score *s)
{
	puts("\nscene                       verdicts    right");
	for (size_t i = 0; i < s->n; i++) {
		struct scene_name name = scene_of(&s->all[i]);
		struct share h;

		if (is_listed(s, i))
			continue;
		h = share_of_scene(s, &s->all[i]);
		if (h.right == h.n)
			continue;
		printf("%-26.*s", (int)name.len, name.at);
		put_share(&h);
		puts("");
	}
}

void score_print(struct score *s, bool real)
{
	if (s->n)
		qsort(s->all, s->n, sizeof *s->all, by_service);
	print_methods(s);
	print_bands(s);
	print_apart(s);
	print_grounds(s);
	if (real)
		return;
	print_quirks(s);
	print_scenes(s);
}

static void put_endpoint(FILE *f, uint64_t e)
{
	fprintf(f, "%u.%u.%u.%u:%u", (unsigned)(e >> 40 & 0xff),
		(unsigned)(e >> 32 & 0xff), (unsigned)(e >> 24 & 0xff),
		(unsigned)(e >> 16 & 0xff), (unsigned)(e & 0xffff));
}

static void put_judged(FILE *f, const struct judged *j)
{
	fprintf(f, "%s cut %u: %s ", j->capture, j->cut,
		j->proto == 6 ? "tcp" : "udp");
	put_endpoint(f, j->client);
	fputs(" asks ", f);
	put_endpoint(f, j->server);
	fprintf(f, " (%s)", j->family);
}

static void put_wrong_quirks(FILE *f, const struct judged *j)
{
	for (size_t k = 0; k < sizeof told_quirks / sizeof *told_quirks; k++) {
		const char *name = quirk_name(quirk_index(told_quirks[k]));
		bool wanted = strstr(j->wanted, name);

		if (wanted == !!(j->quirks & told_quirks[k]))
			continue;
		put_judged(f, j);
		fprintf(f, ", %s %s\n", name, wanted ? "missed" : "amiss");
	}
}

void score_print_wrong(const struct score *s, FILE *f, bool real)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct judged *j = &s->all[i];

		if (!real)
			put_wrong_quirks(f, j);
		if (j->right[0])
			continue;
		put_judged(f, j);
		fprintf(f, ", said the other way by %s at 0.%02u\n",
			evidence_name((enum evidence)j->evidence),
			j->confidence);
	}
}
