/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/utf8.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "ground/err.h"

static const struct {
	const char *in, *out;
} cases[] = {
	{ "", "" },
	{ "week 43.pcap", "week 43.pcap" },
	{ "a\tb\nc\033[31m\177", "a?b?c?[31m?" },
	/* two, three and four bytes */
	{ "f\xc3\xbcr \xe2\x82\xac \xf0\x9f\x8f\xad",
	  "f\xc3\xbcr \xe2\x82\xac \xf0\x9f\x8f\xad" },
	/* C1 (CSI), and the first character behind them */
	{ "\xc2\x80 \xc2\x9b\x33m \xc2\x9f \xc2\xa0", "? ?3m ? \xc2\xa0" },
	/* Latin-1, lone and missing continuations */
	{ "f\xfcr", "f?r" }, { "\x80\xbf", "??" }, { "\xe2\x82", "??" },
	{ "\xc3(", "?(" }, { "\xf0\x9f\x8f", "???" },
	/* overlong, surrogate, above U+10FFFF */
	{ "\xc0\x8a", "??" }, { "\xe0\x80\x8a", "???" },
	{ "\xed\xa0\x80", "???" }, { "\xf4\x90\x80\x80", "????" },
	{ "\xf5\x80", "??" },
};

Test(utf8, plain)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char buf[32];
		size_t n;

		snprintf(buf, sizeof buf, "%s", cases[i].in);
		n = utf8_plain(buf);
		cr_expect_str_eq(buf, cases[i].out, "case %zu", i);
		cr_expect_eq(n, strlen(cases[i].out), "case %zu", i);
	}
}

Test(utf8, a_message_that_was_cut_in_a_character)
{
	struct err e;
	char word[sizeof e.msg + 8];

	memset(word, 'x', sizeof word - 1);
	word[sizeof word - 1] = '\0';
	memcpy(word + sizeof e.msg - 2, "\xc3\xbc", 2);
	err_set(&e, "%s", word);
	cr_expect_eq(strlen(e.msg), sizeof e.msg - 1);
	cr_expect_eq(e.msg[sizeof e.msg - 2], '?');
}
