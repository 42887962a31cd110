/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/stamp.h"
#include "ground/text.h"
#include "judge/baseline.h"
#include "judge/names.h"
#include "scene.h"

static struct stage s;

static void up(void)
{
	stage_init(&s);
}

static void down(void)
{
	stage_release(&s);
}

TestSuite(detect_returned, .init = up, .fini = down);

#define SEEN                                                              \
	"proto,client,client_port,server,server_port,first,last,flows,"   \
	"answered,gaps,max_gap,peak_hour_packets,peak_hour_payload,"      \
	"peak_hour_sessions,peak_10min_sessions,client_ports,port_fixed," \
	"client_mac,server_mac,service,operations,initiator,status,"      \
	"direction,confidence,captures\n"                                 \
	"format,1.0,,,,,,,,,,,,,,,,,,,,,,,,\n"                            \
	"run,a.pcap,,,,2023-10-16T00:00:00Z,2023-10-16T12:00:00Z,,,,,,,"  \
	",,,,,,,,,,,,00000001\n"

/* Learned for twelve hours; 192.168.10.101 was last seen at that time of
 * 16 October, and never silent for more than 100 s; 11 asked it. */
static void known(const char *last, unsigned gaps)
{
	struct text seen = { 0 };

	text_puts(&seen, SEEN);
	text_printf(&seen, "tcp,192.168.10.11,,192.168.10.101,502,"
		    "2023-10-16T00:00:00Z,2023-10-16T%sZ,5,5,%u,100.000,100,"
		    "100,1,0,49152+49153,,,,,,client,learned,handshake,99,"
		    "00000001\n", last, gaps);
	stage_memory(&s, "tcp,192.168.10.11,*,192.168.10.101,502,modbus,"
		     "operation,,,learned,,,\n", seen.s);
	text_release(&seen);
}

static size_t n_returned(void)
{
	size_t n = 0;

	for (size_t i = 0; i < s.found.n; i++)
		n += s.found.items[i].kind == FINDING_RETURNED_HOST;
	return n;
}

Test(detect_returned, silent_when_learning_ended)
{
	const struct finding *f;

	known("11:54:59", 10);
	stage_run(&s, 0, 300);
	stage_tcp(&s, 11, 101, 502, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_RETURNED_HOST);
	cr_assert(f && s.found.n == 1, "its only client is back, too");
	cr_expect_eq(f->severity, SEVERITY_LOW);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 101));
	cr_expect_str_eq(f->summary.s, "192.168.10.101 is back after it was "
			 "silent for 5 min 1 s of captures.");
	cr_expect_str_eq(f->evidence.s, "seen while learning until "
			 "2023-10-16T11:54:59.000000000Z; the longest silence "
			 "of 10 learned gaps was 1 min 40 s");
	cr_expect(strstr(f->filter.s, "ip.addr == 192.168.10.101 && "));
}

static const struct {
	const char *name, *last;
	unsigned gaps;
	int64_t first_ms;
	size_t want;
} cases[] = {
	{ "three gaps are usual", "11:55:00", 10, 0, 0 },
	{ "and a second more", "11:54:59", 10, 0, 1 },
	{ "too little is known", "11:00:00", 9, 0, 0 },
	{ "silent in this capture, too", "11:58:00", 10, 179000, 0 },
	{ "and longer", "11:58:00", 10, 181000, 1 },
	{ "what no capture covers does not count", "12:00:00", 10, 0, 0 },
};

Test(detect_returned, bounds)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		down();
		up();
		known(cases[i].last, cases[i].gaps);
		stage_run(&s, 0, 300);
		stage_tcp(&s, 11, 101, 502, cases[i].first_ms);
		stage_judge(&s);
		cr_expect_eq(n_returned(), cases[i].want, "%s",
			     cases[i].name);
	}
}

Test(detect_returned, who_comes_and_goes)
{
	stage_names(&s, "address,mac,name,zone,role\n"
		    "192.168.10.101,,,,transient\n"
		    "192.168.10.11,,,,transient\n");
	known("11:00:00", 10);
	stage_run(&s, 0, 300);
	stage_tcp(&s, 11, 101, 502, 0);
	stage_judge(&s);
	cr_expect_eq(n_returned(), 0);
}

/* An attempt that nothing answers is no return. */
Test(detect_returned, only_tried)
{
	known("11:00:00", 10);
	stage_run(&s, 0, 300);
	stage_syn(&s, 11, 101, 502, CONN_S0);
	stage_judge(&s);
	cr_expect_eq(n_returned(), 0);
}
