/* SPDX-License-Identifier: BSD-3-Clause */
/* What a site says of its own ports. What is refused: tests/cli. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ground/addr.h"
#include "packets.h"
#include "understand/direction.h"
#include "understand/services.h"

#define N(array) (sizeof(array) / sizeof *(array))

enum { TCP = 6, UDP = 17 };

static int load(struct services *s, const char *text, struct err *e)
{
	char path[] = "/tmp/otcap-services-XXXXXX";
	FILE *f = fdopen(mkstemp(path), "w");
	int rc;

	fputs(text, f);
	fclose(f);
	rc = services_load(s, path, e);
	unlink(path);
	return rc;
}

static struct services *site(const char *text)
{
	struct services *s = services_new();
	struct err e;

	cr_assert_eq(load(s, text, &e), 0, "%s", e.msg);
	return s;
}

static const char own[] =
	"proto,port,service,address\n"
	"tcp,502,plc,10.1.0.0/16\n"
	"tcp,502,press,10.1.0.7\n"
	"tcp,502,cell,10.1.0.0/24\n"
	"tcp,500-510,line,0.0.0.0/0\n"
	"tcp,65535,last,\n"
	"udp,1,modbus,10.1.0.7\n";

static const struct {
	const char *name;	/* NULL: nobody's */
	uint8_t proto;
	uint32_t addr;
	uint16_t port;
} lookups[] = {
	{ "press", TCP, ADDR(10, 1, 0, 7), 502 },
	{ "cell", TCP, ADDR(10, 1, 0, 8), 502 },
	{ "plc", TCP, ADDR(10, 1, 1, 7), 502 },
	{ "line", TCP, ADDR(10, 2, 0, 7), 502 },
	{ "modbus", UDP, ADDR(10, 1, 0, 7), 502 },
	{ "line", TCP, ADDR(10, 1, 0, 7), 500 },
	{ "line", TCP, ADDR(10, 1, 0, 7), 510 },
	{ NULL, TCP, ADDR(10, 1, 0, 7), 499 },
	{ NULL, TCP, ADDR(10, 1, 0, 7), 511 },
	{ "last", TCP, 0, 65535 },
	{ NULL, UDP, 0, 65535 },
	{ "modbus", UDP, ADDR(10, 1, 0, 7), 1 },
	{ NULL, UDP, ADDR(10, 1, 0, 6), 1 },
	{ "ssh", TCP, ADDR(10, 1, 0, 7), 22 },
	{ NULL, 1, ADDR(10, 1, 0, 7), 502 },
};

Test(services_site, longest_network_then_table)
{
	struct services *s = site(own);

	for (size_t i = 0; i < N(lookups); i++) {
		const char *want = lookups[i].name;
		const struct service *found;

		found = services_find_at(s, lookups[i].proto, lookups[i].addr,
					 lookups[i].port);
		cr_expect_str_eq(found ? found->name : "nobody's",
				 want ? want : "nobody's", "%zu", i);
	}
	cr_expect_str_eq(services_find(s, TCP, 502)->name, "line");
	cr_expect_null(services_find(s, UDP, 1));
	services_free(s);
}

Test(services_site, facts)
{
	struct services *s = site(own);
	const struct service *line = services_find(s, TCP, 500);
	const struct service *named = services_find_at(s, UDP,
						       ADDR(10, 1, 0, 7), 1);

	cr_expect(line->site && !line->weak && !line->client_side &&
		  !line->same_port && line->kind == SERVICE_OTHER);
	cr_expect(named->site && named->kind == SERVICE_OT);
	cr_expect(!services_find(s, TCP, 22)->site);
	cr_expect(services_kind("line") == SERVICE_OTHER);
	services_free(s);
}

/* Without a single line the file is still one. */
Test(services_site, empty_table)
{
	struct services *s = site("service,port,proto\n");

	cr_expect_str_eq(services_find_at(s, TCP, 1, 502)->name, "modbus");
	services_free(s);
}

Test(services_site, nothing_counts_after_failure)
{
	struct services *s = services_new();
	struct err e;

	cr_expect_eq(load(s, "proto,port,service\ntcp,9999,a\ntcp,x,b\n", &e),
		     -1);
	cr_expect(strstr(e.msg, ":3:port: 'x': "), "%s", e.msg);
	cr_expect_null(services_find(s, TCP, 9999));
	services_free(s);
}

/* Two packets from the low side; the ports alone tell. */
static struct verdict judged(const struct services *s, const uint16_t port[2])
{
	struct shot shots[] = {
		{ .at_ns = 1, .proto = UDP, .port = { port[0], port[1] } },
		{ .at_ns = 2, .proto = UDP, .port = { port[0], port[1] } },
	};
	struct verdict v;
	struct world w;

	world_init(&w, NULL);
	world_play(&w, shots, N(shots));
	cr_assert_eq(w.meter.flows.n, 1);
	direction_decide(&(struct direction_input){ .flows = &w.meter.flows,
						    .inspect = &w.meter.inspect,
						    .services = s }, &v);
	world_release(&w);
	return v;
}

static const struct {
	const char *own;
	uint16_t port[2];
	uint8_t client;
} grounds[] = {
	{ "udp,40000,link", { 40000, 50000 }, 1 },
	{ "udp,50000,link", { 40000, 50000 }, 0 },
	{ "udp,40000,link", { 40000, 123 }, 1 },
	{ "udp,40000,link", { 40000, 68 }, 1 },
	{ "udp,9,link", { 40000, 123 }, 0 },
};

Test(services_site, outranks_the_table_for_direction)
{
	for (size_t i = 0; i < N(grounds); i++) {
		char text[100];
		struct services *s;
		struct verdict v;

		snprintf(text, sizeof text, "proto,port,service\n%s\n",
			 grounds[i].own);
		s = site(text);
		v = judged(s, grounds[i].port);
		cr_expect_eq(v.client, grounds[i].client, "%zu", i);
		cr_expect_eq(v.evidence, EVIDENCE_PORT, "%zu", i);
		services_free(s);
	}
}
