/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/render.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "present/coverage.h"

static struct findings found;
static struct coverage coverage;
static struct report report;

static void up(void)
{
	struct finding *f = findings_add(&found, FINDING_NEW_HOST,
					 SEVERITY_MEDIUM);

	f->client = ADDR(10, 0, 0, 1);
	f->count = 3;
	f->service = "a\"b";
	text_puts(&f->summary, "one, \"two\"\033[31m \302\233 \303\244");
	text_puts(&f->evidence, "first line\nsecond \033]0;line");
	text_puts(&f->filter, "ip.addr == 10.0.0.1");
	findings_finish(&found);
	coverage_init(&coverage);
	report = (struct report){ .findings = &found, .coverage = &coverage,
				  .window = "", .inside = "nothing" };
}

static void down(void)
{
	findings_release(&found);
	coverage_release(&coverage);
}

TestSuite(render, .init = up, .fini = down);

static char *rendered(const char *format)
{
	char *s = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&s, &n);

	cr_assert(out);
	renderer_by_name(format)->render(&report, out);
	fclose(out);
	return s;
}

Test(render, formats_by_name)
{
	cr_expect_eq(renderer_by_name("text"), &render_text);
	cr_expect_eq(renderer_by_name("csv"), &render_csv);
	cr_expect_eq(renderer_by_name("jsonl"), &render_jsonl);
	cr_expect_eq(renderer_by_name("cef"), &render_cef);
	cr_expect_null(renderer_by_name("xml"));
}

/* What a file of strangers says must not drive the terminal. */
Test(render, text_lets_no_control_character_through)
{
	char *s = rendered("text");

	cr_expect_null(strchr(s, '\033'));
	cr_expect_null(strstr(s, "\302\233"));
	cr_expect(strstr(s, "MEDIUM  new-host  one, \"two\"?[31m ? \303\244"
			 "\n        first line\n        second ?]0;line\n"));
	cr_expect(strstr(s, "\n1 finding: 1 medium\n"));
	free(s);
}

Test(render, text_has_colour_only_when_asked)
{
	char *s;

	report.color = true;
	s = rendered("text");
	cr_expect(!strncmp(s, "\033[33mMEDIUM\033[0m  new-host", 24));
	free(s);
}

Test(render, quiet_text_of_nothing_is_nothing)
{
	char *s;

	findings_keep(&found, 0);
	report.quiet = true;
	s = rendered("text");
	cr_expect_str_eq(s, "");
	free(s);
}

Test(render, incomplete_never_reads_as_no_findings)
{
	char *s;

	findings_keep(&found, 0);
	report.incomplete = true;
	s = rendered("text");
	cr_expect(strstr(s, "\nINCOMPLETE, in what could be read: no findings"
			 "\n"));
	free(s);
}

Test(render, csv_is_one_row_a_line_with_quotes_where_needed)
{
	char *s = rendered("csv"), *row = strchr(s, '\n') + 1;

	cr_expect_eq(strchr(row, '\n'), row + strlen(row) - 1);
	cr_expect(strstr(row, ",new-host,medium,"));
	cr_expect(strstr(row, ",,10.0.0.1,,,,\"a\"\"b\",3,0,0,,\"one, "
			 "\"\"two\"\""));
	cr_expect(strstr(row, "first line | second"));
	cr_expect(strstr(row, ",ip.addr == 10.0.0.1,,,\n"));
	free(s);
}

/* Whoever made the flow table chose the label. */
Test(render, csv_steers_neither_a_terminal_nor_a_spreadsheet)
{
	static const char *const labels[] = {
		"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)",
	};

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		char *s, cell[64];

		found.items[0].service = labels[i];
		s = rendered("csv");
		snprintf(cell, sizeof cell, ",'%s,", labels[i]);
		cr_expect(strstr(s, cell), "%s", s);
		cr_expect(!strchr(s, '\033') && strstr(s, "]0;line"), "%s", s);
		free(s);
	}
}

Test(render, json_lines_end_with_the_coverage)
{
	char *s = rendered("jsonl"), *last = strchr(s, '\n') + 1;

	cr_expect(strstr(s, "\"kind\":\"new-host\",\"severity\":\"medium\""));
	cr_expect(strstr(s, "\"evidence\":[\"first line\","
			 "\"second \\u001b]0;line\"]"));
	cr_expect_str_eq(last, "{\"kind\":\"coverage\",\"complete\":true,"
			 "\"captures\":[],\"in_scope\":0,\"set_aside\":0,"
			 "\"flows\":0,\"doubtful_flows\":0,"
			 "\"inside\":\"nothing\",\"rules\":0}\n");
	free(s);
}
