/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/wrap.h"

#include <criterion/criterion.h>

static const struct {
	const char *in, *out;
	size_t width;
} cases[] = {
	{ "", "", 40 },
	{ "short\n\nlines\n", "short\n\nlines\n", 40 },
	/* Exactly as wide, and one more. */
	{ "a123456789 b123456789 c123456789 d1234567\n",
	  "a123456789 b123456789 c123456789\n        d1234567\n", 40 },
	{ "a123456789 b123456789 c123456789 d123456\n",
	  "a123456789 b123456789 c123456789 d123456\n", 40 },
	/* What goes on is indented further, and as often as needed. */
	{ "    a123456789 b123456789 c123456789 d12345 e1234567890 f12345 g",
	  "    a123456789 b123456789 c123456789\n"
	  "      d12345 e1234567890 f12345 g", 40 },
	/* No place to break: whole. A plus sign is one. */
	{ "a1234567890123456789012345678901234567890 b",
	  "a1234567890123456789012345678901234567890\n        b", 40 },
	{ "  read:coils+read:holding-registers+write:coils",
	  "  read:coils+read:holding-registers+\n    write:coils", 40 },
	/* To be pasted. */
	{ "        filter: ip.addr == 192.168.10.31 && tcp.port == 502 && tcp",
	  "        filter: ip.addr == 192.168.10.31 && tcp.port == 502 && tcp",
	  40 },
	/* Characters count, not bytes; colours do not. */
	{ "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 \033[1;31mb123456789\033[0m "
	  "c123456789 d123456789 e",
	  "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4 \033[1;31mb123456789\033[0m "
	  "c123456789 d123456789 e", 40 },
	/* Too much indentation to break anything well. */
	{ "                              a1234 b1234 c1234 d1234",
	  "                              a1234 b1234 c1234 d1234", 40 },
};

Test(wrap, lines)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text t = { 0 };

		text_puts(&t, "");
		wrap_lines(&t, cases[i].in, cases[i].width);
		cr_expect_str_eq(t.s, cases[i].out, "case %zu: '%s'", i, t.s);
		text_release(&t);
	}
}
