/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * plant: writes captures of a simulated control plant. The independent truth
 * for the tests: it shares no code with what it tests.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attack_site.h"
#include "bench.h"
#include "captures.h"
#include "catalogue.h"
#include "stage.h"

static int usage(void)
{
	fputs("usage: plant list | NAME [SEED] | count NAME [SEED] |\n"
	      "       attacks | attack NAME [SEED] | count attack NAME [SEED]"
	      " |\n"
	      "       all DIR | bench KIND N_PACKETS |\n"
	      "       direction DIR [SEED]\n",
	      stderr);
	return 2;
}

static int trouble(const char *what)
{
	fprintf(stderr, "plant: %s: %s\n", what, strerror(errno));
	return 2;
}

static int list(void)
{
	for (const struct entry *e = catalogue; e->name; e++)
		printf("%-16s %s\n", e->name, e->about);
	return 0;
}

static void make(const struct entry *e, uint64_t seed, struct making *m)
{
	*m = (struct making){ .name = e->name, .seed = seed };
	e->make(m);
}

static int write_to(FILE *f, const struct bytes *b)
{
	return fwrite(b->p, 1, b->n, f) == b->n && fflush(f) == 0 ? 0 : -1;
}

static int print_capture(const struct entry *e, uint64_t seed)
{
	struct making m;
	int rc;

	make(e, seed, &m);
	rc = write_to(stdout, &m.out);
	bytes_release(&m.out);
	return rc ? trouble("standard output") : 0;
}

static int print_count(const struct entry *e, uint64_t seed)
{
	struct making m;

	make(e, seed, &m);
	for (int i = 0; i < N_CLASSES; i++)
		printf("%s %lu\n", tally_name((enum packet_class)i),
		       m.tally.n[i]);
	printf("total %lu\n", tally_total(&m.tally));
	printf("tcp-payload %lu\n", m.tally.tcp_payload);
	printf("udp-payload %lu\n", m.tally.udp_payload);
	bytes_release(&m.out);
	return 0;
}

static FILE *create(const char *dir, const char *name)
{
	struct bytes path = { 0 };
	FILE *f;

	put_text(&path, dir);
	put_u8(&path, '/');
	put_text(&path, name);
	put_u8(&path, 0);
	f = fopen((const char *)path.p, "wb");
	bytes_release(&path);
	return f;
}

static void print_classes(FILE *f, const struct tally *t)
{
	const char *before = ": ";

	for (int i = 0; i < N_CLASSES; i++) {
		if (!t->n[i])
			continue;
		fprintf(f, "%s%s %lu", before,
			tally_name((enum packet_class)i), t->n[i]);
		before = ", ";
	}
}

static void readme_line(FILE *f, const struct entry *e, const struct making *m)
{
	fprintf(f, "| %s | `plant %s` | %s%s%s | %lu", e->file, e->name,
		e->about, e->look ? "; " : "", e->look ? e->look : "",
		tally_total(&m->tally));
	print_classes(f, &m->tally);
	fprintf(f, " | %lu, %lu |\n", m->tally.tcp_payload,
		m->tally.udp_payload);
}

static const char readme_head[] =
	"<!-- Written by `plant all`. -->\n"
	"# Captures of a simulated plant\n"
	"\n"
	"Made by `tests/plant`, which shares no code with otcap; "
	"`plant all testdata` writes them again,\n"
	"byte for byte the same. Free to use under the licence of the "
	"project. No real machine is in them.\n"
	"\n"
	"The plant is 192.168.10.0/24: gateway .1, switch .2, SCADA server "
	".11, HMI .21, maintenance server .31,\n"
	"PLCs .101 to .103. In scope are the HMI to the SCADA server (TCP "
	"20295), the SCADA server to the PLCs\n"
	"(Modbus 502), maintenance to the SCADA server (SSH 22), NTP from the "
	"SCADA server and the HMI and DHCP\n"
	"renewals from the HMI to the gateway. A week is compressed: seven "
	"days of ten minutes. `plant week SEED`\n"
	"writes more of them; what happens in which is in "
	"`tests/plant/week.c`.\n"
	"\n"
	"Packets are counted by class: the protocol first (igmp, icmp, arp, "
	"ipv6), then the addresses (multicast,\n"
	"broadcast); tcp and udp are unicast IPv4. Without a link-layer "
	"address 192.168.10.255 looks like unicast.\n"
	"Payload is that of tcp and udp in bytes.\n"
	"\n"
	"| file | command | what it is | packets | payload |\n"
	"| --- | --- | --- | --- | --- |\n";

static int write_one(const char *dir, const struct entry *e, FILE *readme)
{
	struct making m;
	FILE *f;
	int rc;

	f = create(dir, e->file);
	if (!f)
		return -1;
	make(e, e->seed, &m);
	rc = write_to(f, &m.out);
	readme_line(readme, e, &m);
	bytes_release(&m.out);
	return fclose(f) || rc ? -1 : 0;
}

static int write_all(const char *dir)
{
	FILE *readme = create(dir, "README.md");
	int rc = 0;

	if (!readme)
		return trouble(dir);
	fputs(readme_head, readme);
	for (const struct entry *e = catalogue; e->name && !rc; e++)
		if (e->file)
			rc = write_one(dir, e, readme);
	if (fclose(readme) || rc)
		return trouble(dir);
	return 0;
}

static bool parse_number(const char *s, uint64_t *v)
{
	char *end;

	errno = 0;
	*v = strtoull(s, &end, 10);
	return s[0] >= '0' && s[0] <= '9' && !*end && !errno;
}

/* The entry of a week with this attack; static, since one is made a run. */
static const struct entry *attack_find(const char *name)
{
	static struct entry e;
	const struct site_attack *a = site_attack_find(name);

	if (!a)
		return NULL;
	e = (struct entry){ .name = a->name, .seed = a->seed,
			    .make = make_attack, .about = a->about };
	return &e;
}

static int one_capture(int argc, char **argv,
		       int (*act)(const struct entry *e, uint64_t seed))
{
	const struct entry *e;
	bool attack = argc > 0 && !strcmp(argv[0], "attack");
	uint64_t seed;

	argc -= attack;
	argv += attack;
	if (argc < 1 || argc > 2)
		return usage();
	e = attack ? attack_find(argv[0]) : catalogue_find(argv[0]);
	if (!e) {
		fprintf(stderr, "plant: %s: no such capture\n", argv[0]);
		return 2;
	}
	seed = e->seed;
	if (argc == 2 && (!parse_number(argv[1], &seed) || seed > 1000000)) {
		fprintf(stderr, "plant: %s: not a seed (0 to 1000000)\n",
			argv[1]);
		return 2;
	}
	return act(e, seed);
}

static int run_bench(const char *kind, const char *number)
{
	uint64_t n;

	if (!parse_number(number, &n) || !bench_knows(kind))
		return usage();
	return bench_run(stdout, kind, n) ? trouble("standard output") : 0;
}

static int write_direction(int argc, char **argv)
{
	uint64_t seed = 1;

	if (argc < 1 || argc > 2 ||
	    (argc == 2 && !parse_number(argv[1], &seed)))
		return usage();
	return stage_write_all(argv[0], seed) ? trouble(argv[0]) : 0;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return usage();
	if (strcmp(argv[1], "list") == 0)
		return list();
	if (strcmp(argv[1], "attacks") == 0) {
		site_attack_list();
		return 0;
	}
	if (strcmp(argv[1], "all") == 0)
		return argc == 3 ? write_all(argv[2]) : usage();
	if (strcmp(argv[1], "bench") == 0)
		return argc == 4 ? run_bench(argv[2], argv[3]) : usage();
	if (strcmp(argv[1], "direction") == 0)
		return write_direction(argc - 2, argv + 2);
	if (strcmp(argv[1], "count") == 0)
		return one_capture(argc - 2, argv + 2, print_count);
	return one_capture(argc - 1, argv + 1, print_capture);
}
