/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/names.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ground/addr.h"
#include "understand/record.h"

static struct names *load(const char *text, struct err *e)
{
	char path[] = "/tmp/otcap-names-XXXXXX";
	int fd = mkstemp(path);
	FILE *f = fdopen(fd, "w");
	struct names *n;
	char *at;

	fputs(text, f);
	fclose(f);
	n = names_load(path, e);
	unlink(path);
	at = n ? NULL : strstr(e->msg, path);
	if (at)
		memmove(at, at + strlen(path), strlen(at + strlen(path)) + 1);
	return n;
}

static void note(struct names *n, uint32_t addr, const char *mac)
{
	struct record r;

	record_init(&r, RECORD_ARP);
	r.addr[0] = addr;
	r.mac[0] = mac;
	names_note_link(n, &r);
}

static const char plant[] =
	"\xef\xbb\xbfrole,address,name,zone,inside,note,colour\r\n"
	",10.1.0.0/16,,cell1,,\"the \"\"first\"\" cell\",red\r\n"
	"\r\n"
	"gateway,10.1.0.1,router,,,,\r\n"
	",10.1.0.5,plc-a,,,,\r\n"
	",10.1.0.4,plc-a,cell2,,,\r\n"
	"transient,10.1.7.0/24,laptops,,,,\r\n"
	"unused,10.1.7.9,decoy,,,,\r\n"
	",193.1.2.0/24,,office,yes,,\r\n"
	",10.9.0.0/16,,,no,,\r\n"
	"scanner,0.0.0.0/0,,,,,\r\n";

Test(names, properties)
{
	struct err e;
	struct names *n = load(plant, &e);
	uint32_t plc = ADDR(10, 1, 0, 5), pair = ADDR(10, 1, 0, 4), a;

	cr_assert(n, "%s", e.msg);
	cr_expect_str_eq(names_name(n, plc), "plc-a");
	cr_expect_str_eq(names_zone(n, plc), "cell1", "from the network");
	cr_expect_str_eq(names_zone(n, pair), "cell2");
	cr_expect(names_role(n, ADDR(10, 1, 0, 1)) == HOST_GATEWAY);
	cr_expect(names_role(n, ADDR(10, 1, 7, 8)) == HOST_TRANSIENT);
	cr_expect(names_role(n, ADDR(10, 1, 7, 9)) == HOST_UNUSED);
	cr_expect(names_role(n, ADDR(8, 8, 8, 8)) == HOST_SCANNER);
	cr_expect_null(names_name(n, ADDR(8, 8, 8, 8)));
	cr_expect(names_same_machine(n, plc, pair));
	cr_expect(names_machine(n, plc) == pair, "the lowest");
	cr_expect(!names_same_machine(n, ADDR(10, 1, 7, 1), ADDR(10, 1, 7, 2)),
		  "a network's name makes no machine");
	cr_expect(names_member(n, "plc-a", 1, &a) && a == plc);
	cr_expect(!names_member(n, "plc-a", 2, &a));
	cr_expect(!names_member(n, "laptops", 0, &a));
	cr_expect(names_has(n, "laptops") && !names_has(n, "plc"));
	names_free(n);
}

Test(names, inside)
{
	struct err e;
	struct names *n = load(plant, &e);
	struct text t = { 0 };

	cr_expect(names_is_inside(n, ADDR(193, 1, 2, 3)));
	cr_expect(!names_is_inside(n, ADDR(10, 9, 1, 1)), "said so");
	cr_expect(names_is_inside(n, ADDR(192, 168, 1, 1)));
	cr_expect(!names_is_inside(n, ADDR(193, 1, 3, 3)));
	note(n, ADDR(10, 1, 0, 5), "00:00:00:00:00:05");
	names_put_inside(n, &t);
	cr_expect_str_eq(t.s, "193.1.2.0/24 (named), 10.0.0.0/8 (private), "
			 "10.9.0.0/16 (not inside)", "%s", t.s);
	text_release(&t);
	names_free(n);
}

Test(names, link)
{
	struct err e;
	struct names *n = names_load(NULL, &e);
	uint32_t plant_net = ADDR(140, 1, 2, 0), far = ADDR(8, 8, 8, 0);
	char mac[] = "00:00:00:00:00:00";

	for (uint32_t i = 1; i <= 3; i++) {
		cr_expect(!names_is_inside(n, plant_net + 9), "%u hosts", i);
		mac[16] = (char)('0' + i);
		note(n, plant_net + i, mac);
		note(n, plant_net + i, mac);
		note(n, far + i, "02:00:00:00:00:ff");
	}
	cr_expect(names_is_inside(n, plant_net + 9), "three own MACs");
	cr_expect(!names_is_inside(n, far + 1), "behind one router");
	note(n, far + 9, "00:00:00:00:00:01+00:00:00:00:00:aa");
	cr_expect(!names_is_inside(n, plant_net + 9), "one was the router's");
	names_free(n);
}

/* A flow's MAC may be a router's. */
static void note_flow(struct names *n, uint32_t addr, const char *mac)
{
	struct record r;

	record_init(&r, RECORD_TCP);
	r.addr[0] = addr;
	r.mac[0] = mac;
	names_note_link(n, &r);
}

Test(names, mac_line)
{
	struct err e;
	struct names *n = load("address,mac,name,zone,role\n"
			       ",00-11-22-33-44-55,laptop,,transient\n"
			       ",00-11-22-33-44-66,other,,\n"
			       "10.0.0.1,,laptop,,\n"
			       "10.0.0.0/24,,office,cell1,\n", &e);
	uint32_t here = ADDR(10, 0, 0, 7), there = ADDR(10, 9, 0, 7);

	cr_assert(n, "%s", e.msg);
	cr_expect_str_eq(names_name(n, here), "office");
	note_flow(n, here, "00:11:22:33:44:55");
	cr_expect_str_eq(names_name(n, here), "laptop", "not its network");
	cr_expect_str_eq(names_zone(n, here), "cell1", "where it is");
	cr_expect(names_role(n, here) == HOST_TRANSIENT);
	note_flow(n, there, "00:11:22:33:44:55");
	cr_expect_str_eq(names_name(n, here), "office", "a router's: no one's");
	/* What ARP says it says of itself, wherever it goes. */
	note(n, here, "00:11:22:33:44:55");
	note(n, there, "00:11:22:33:44:55");
	cr_expect_str_eq(names_name(n, here), "laptop");
	cr_expect_str_eq(names_name(n, there), "laptop");
	cr_expect_null(names_zone(n, there));
	note(n, there, "00:11:22:33:44:66");
	cr_expect_null(names_name(n, there), "whose is it?");
	names_free(n);
}

Test(names, none)
{
	cr_expect_null(names_name(NULL, 1));
	cr_expect(names_role(NULL, 1) == HOST_ORDINARY);
	cr_expect(names_is_inside(NULL, ADDR(10, 0, 0, 1)));
	cr_expect(!names_is_inside(NULL, ADDR(8, 8, 8, 8)));
}

Test(names, errors)
{
	static const struct {
		const char *text, *msg;
	} cases[] = {
		{ "", ": empty: the line that names the columns is missing" },
		{ "name\nx\n", ":1: column 'address' is missing" },
		{ "address,name,name\n", ":1: column 'name' stands twice" },
		{ "address\n\n10.0.0.256\n",
		  ":3:address: '10.0.0.256': not an IPv4 address or network" },
		{ "address\n10.0.0.1/8\n",
		  ":2:address: '10.0.0.1/8': not an IPv4 address or network" },
		{ "address,mac\n,1:2\n", ":2:mac: '1:2': not a MAC address" },
		{ "address,mac,name\n,,\n,,x\n",
		  ":3:address: '': neither an address nor a MAC" },
		{ "address,role\n10.0.0.1,boss\n", ":2:role: 'boss': "
		  "not gateway, transient, unused or scanner" },
		{ "address,inside\n10.0.0.1,maybe\n",
		  ":2:inside: 'maybe': not yes or no" },
		{ "address,name\n10.0.0.1\n",
		  ":2: 1 fields where the first line names 2" },
		{ "address,name\n10.0.0.1,a\n10.0.0.1,b\n",
		  ":3: line 2 says something else of the same address" },
		{ "address\n\"10.0.0.1\n", ":2: quote that never ends" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct err e;

		cr_expect_null(load(cases[i].text, &e));
		cr_expect_str_eq(e.msg, cases[i].msg, "%s", e.msg);
	}
}

/* A line inside another with another name takes its addresses away. */
Test(names, nets)
{
	static const struct {
		const char *name, *nets;
	} cases[] = {
		{ "hall", "10.0.0.0/30 10.0.0.4/32 10.0.0.6/31 10.0.0.16/28 "
		  "10.9.0.1/32 " },
		{ "plc", "10.0.0.5/32 " },
		{ "cell", "10.0.0.8/29 " },
		{ "mac", "" },
		{ "nobody", "" },
	};
	struct err e;
	struct names *n = load("address,mac,name\n10.0.0.0/27,,hall\n"
			       "10.0.0.5,,plc\n10.0.0.8/29,,cell\n"
			       "10.9.0.1,,hall\n,02:00:00:00:00:01,mac\n", &e);

	cr_assert(n, "%s", e.msg);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text t = { 0 };
		struct cidr *nets;
		size_t n_nets = names_nets(n, cases[i].name, &nets);

		text_puts(&t, "");
		for (size_t k = 0; k < n_nets; k++) {
			text_addr(&t, nets[k].net);
			text_printf(&t, "/%u ", nets[k].bits);
		}
		cr_expect_str_eq(t.s, cases[i].nets, "%s: %s", cases[i].name,
				 t.s);
		free(nets);
		text_release(&t);
	}
	names_free(n);
}
