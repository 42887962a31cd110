/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How often otcap is right about who is the client, where the beginning of
 * each conversation is missing.
 *
 *   direction fit|plant|real|masked SCRATCH WRONG TRUTH.csv CAPTURE...
 *
 * Takes the handshake and the first 0 to 5 packets from each conversation
 * whose truth is known (from the file; in real captures also from the
 * handshake, where the file does not know better), lets otcap judge what is
 * left, and adds up. Wrong verdicts go to the file WRONG. A capture's name in
 * the file of truth is that of its folder and its own.
 *
 * masked takes real captures as if nobody knew the protocol: what handshakes
 * and messages say is the truth, what is judged has one port at both ends and
 * random octets.
 *
 * fit shows what each ground may say by what it got right, the others how
 * right it is, on other captures.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/hash.h"
#include "score.h"
#include "trial.h"
#include "understand/flow.h"
#include "understand/record.h"
#include "understand/run.h"

enum { MAX_FIELDS = 8, CERTAIN = 99 };

/* What direction.c calls it. */
#define WEAK_GROUND "weak, own samples"

enum mode { MODE_FIT, MODE_PLANT, MODE_REAL, MODE_MASKED,
	    N_MODES };

static const char *const modes[N_MODES] = { "fit", "plant", "real",
					    "masked" };

struct truth {
	char **lines;
	size_t n, cap;
};

/* "folder/capture.pcap" */
static const char *label_of(const char *path)
{
	const char *at = path + strlen(path);

	for (unsigned slashes = 0; at > path; at--)
		if (at[-1] == '/' && ++slashes == 2)
			break;
	return at;
}

static bool read_truth(struct truth *t, const char *path)
{
	FILE *f = fopen(path, "r");
	char line[256];

	if (!f) {
		perror(path);
		return false;
	}
	while (fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = 0;
		t->lines = grow(t->lines, t->n, &t->cap, sizeof *t->lines);
		t->lines[t->n++] = xstrdup(line);
	}
	fclose(f);
	return true;
}

static void copy_word(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from);
}

static bool endpoint_parse(const char *addr, const char *port, uint64_t *e)
{
	unsigned a, b, c, d;
	char *end;

	a = (unsigned)strtoul(addr, &end, 10);
	b = (unsigned)strtoul(end + 1, &end, 10);
	c = (unsigned)strtoul(end + 1, &end, 10);
	d = (unsigned)strtoul(end + 1, &end, 10);
	*e = flow_endpoint(a << 24 | b << 16 | c << 8 | d,
			   (uint16_t)strtoul(port, NULL, 10));
	return *end == 0;
}

/* One line of truth on the trial, if it is of this capture. */
static void tell(struct trial *t, const char *line)
{
	char copy[256], *field[MAX_FIELDS], *rest = copy;
	struct conversation *c;
	uint64_t client, server;

	copy_word(copy, sizeof copy, line);
	for (int i = 0; i < MAX_FIELDS; i++) {
		field[i] = strsep(&rest, ",");
		if (!field[i])
			return;
	}
	if (strcmp(field[0], label_of(t->path)) != 0 ||
	    !endpoint_parse(field[2], field[3], &client) ||
	    !endpoint_parse(field[4], field[5], &server))
		return;
	c = trial_find(t, strcmp(field[1], "tcp") ? IP_UDP : IP_TCP, client,
		       server);
	if (!c)
		return;
	c->client = c->end[0] != client;
	copy_word(c->family, sizeof c->family, field[6]);
	copy_word(c->quirk, sizeof c->quirk, field[7]);
}

static void judge(struct score *s, const struct trial *t,
		  const struct record *r, const struct verdict *v)
{
	uint64_t client = flow_endpoint(r->addr[0], r->port[0]);
	uint64_t server = flow_endpoint(r->addr[1], r->port[1]);
	struct conversation *c =
		trial_find(t, record_proto(r), client, server);
	struct judged j = { .capture = label_of(t->path), .cut = t->cut };

	if (!c || c->client == 2 || !c->payloads)
		return;
	j.client = c->end[c->client];
	j.server = c->end[!c->client];
	j.proto = c->proto;
	j.evidence = v->evidence;
	j.ground = v->ground;
	j.confidence = v->confidence;
	j.lowered = v->confidence < direction_ground_confidence(v->ground);
	j.apart = t->own_truth && !strcmp(direction_ground_name(v->ground),
					  WEAK_GROUND);
	j.quirks = v->quirks;
	copy_word(j.family, sizeof j.family, c->family);
	copy_word(j.wanted, sizeof j.wanted, c->quirk);
	j.right[0] = client == j.client;
	for (unsigned i = 0; i < N_RULES; i++)
		j.right[i + 1] = rules[i].client(c) == c->client;
	score_add(s, &j);
}

/* Messages that say themselves who asks are true, where no handshake is. */
static void trust_messages(struct trial *t, const struct record *r,
			   const struct verdict *v)
{
	uint64_t client = flow_endpoint(r->addr[0], r->port[0]);
	struct conversation *c =
		trial_find(t, record_proto(r), client,
			   flow_endpoint(r->addr[1], r->port[1]));

	if (c && c->client == 2 && v->evidence == EVIDENCE_PAYLOAD &&
	    v->confidence >= CERTAIN)
		c->client = c->end[0] != client;
}

/* s is NULL: to learn, not to judge. */
static bool judge_files(struct score *s, struct trial *t,
			const char *const *paths, unsigned n)
{
	struct run_options o = { .hash_seed = 1 };
	struct record r;
	struct err e;
	struct run *run = run_open(paths, n, &o, &e);

	if (!run) {
		fprintf(stderr, "direction: %s\n", e.msg);
		return false;
	}
	run_read(run);
	for (size_t i = 0; i < run_n_records(run); i++) {
		run_record(run, i, &r);
		if (r.kind != RECORD_TCP && r.kind != RECORD_UDP)
			continue;
		if (s)
			judge(s, t, &r, run_verdict(run, i));
		else
			trust_messages(t, &r, run_verdict(run, i));
	}
	run_free(run);
	return true;
}

static bool try_cuts(struct score *s, struct trial *t, const char *scratch)
{
	for (unsigned cut = 0; cut < CUTS; cut++) {
		unsigned n = trial_cut(t, cut, scratch);
		char names[16][512];
		const char *paths[16];

		for (unsigned i = 0; i < n; i++) {
			snprintf(names[i], sizeof names[i], "%.480s-%u.pcap",
				 scratch, i);
			paths[i] = names[i];
		}
		t->cut = cut;
		if (!n || !judge_files(s, t, paths, n))
			return false;
	}
	return true;
}

/* The plant's captures are in folders of seeds; others have handshakes. */
static bool is_real(const char *path)
{
	return strncmp(label_of(path), "seed-", 5) != 0;
}

static bool bench(struct score *s, const struct truth *truth, enum mode mode,
		  const char *path, const char *scratch)
{
	struct trial t;
	bool real = is_real(path), ok;

	if (!trial_read(&t, path))
		return false;
	t.own_truth = !real;
	if (real)
		trial_trust_handshakes(&t);
	for (size_t i = 0; i < truth->n; i++)
		tell(&t, truth->lines[i]);
	ok = mode != MODE_MASKED || judge_files(NULL, &t, &path, 1);
	if (ok && mode == MODE_MASKED)
		trial_mask(&t);
	ok = ok && try_cuts(s, &t, scratch);
	trial_release(&t);
	return ok;
}

static int report(struct score *s, enum mode mode, const char *path)
{
	bool real = mode == MODE_REAL || mode == MODE_MASKED;
	FILE *wrong = fopen(path, "w");

	if (!wrong) {
		perror(path);
		return 2;
	}
	if (mode == MODE_FIT)
		score_print_fit(s);
	else
		score_print(s, real);
	score_print_wrong(s, wrong, real);
	return fclose(wrong) ? 2 : 0;
}

int main(int argc, char **argv)
{
	struct truth truth = { 0 };
	struct score score = { 0 };
	int mode = 0, rc = 2;
	bool ok = true;

	while (argc > 5 && mode < N_MODES && strcmp(argv[1], modes[mode]) != 0)
		mode++;
	if (argc < 6 || mode == N_MODES) {
		fputs("usage: direction fit|plant|real|masked SCRATCH WRONG "
		      "TRUTH CAPTURE...\n", stderr);
		return 2;
	}
	if (read_truth(&truth, argv[4])) {
		for (int i = 5; i < argc && ok; i++)
			ok = bench(&score, &truth, (enum mode)mode, argv[i],
				   argv[2]);
		if (ok)
			rc = report(&score, (enum mode)mode, argv[3]);
	}
	score_release(&score);
	for (size_t i = 0; i < truth.n; i++)
		free(truth.lines[i]);
	free(truth.lines);
	return rc;
}
