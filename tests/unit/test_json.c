/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/json.h"

#include <criterion/criterion.h>
#include <string.h>

#define N(array) (sizeof(array) / sizeof *(array))

static const struct {
	const char *s, *json;
} strings[] = {
	{ "", "\"\"" },
	{ "plain", "\"plain\"" },
	{ "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" },
	{ "\n\r\t\b\x01\x1f\x7f", "\"\\n\\u000d\\u0009\\u0008\\u0001\\u001f"
				  "\\u007f\"" },
	{ "K\xc3\xa4se \xe2\x82\xac \xf0\x9f\x98\x80",
	  "\"K\xc3\xa4se \xe2\x82\xac \xf0\x9f\x98\x80\"" },
	/* No UTF-8: alone, cut, too long, surrogates, beyond the last. */
	{ "\xff", "\"\\ufffd\"" },
	{ "\x80", "\"\\ufffd\"" },
	{ "\xc3", "\"\\ufffd\"" },
	{ "\xc3(", "\"\\ufffd(\"" },
	{ "\xe2\x82", "\"\\ufffd\\ufffd\"" },
	{ "\xe2\x82\"", "\"\\ufffd\\ufffd\\\"\"" },
	{ "\xc0\x80", "\"\\ufffd\\ufffd\"" },
	{ "\xc1\xbf", "\"\\ufffd\\ufffd\"" },
	{ "\xe0\x9f\xbf", "\"\\ufffd\\ufffd\\ufffd\"" },
	{ "\xe0\xa0\x80", "\"\xe0\xa0\x80\"" },
	{ "\xed\x9f\xbf", "\"\xed\x9f\xbf\"" },
	{ "\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"" },
	{ "\xf0\x8f\xbf\xbf", "\"\\ufffd\\ufffd\\ufffd\\ufffd\"" },
	{ "\xf0\x90\x80\x80", "\"\xf0\x90\x80\x80\"" },
	{ "\xf4\x8f\xbf\xbf", "\"\xf4\x8f\xbf\xbf\"" },
	{ "\xf4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\"" },
	{ "\xf5\x80\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\"" },
};

Test(json, strings)
{
	for (size_t i = 0; i < N(strings); i++) {
		struct text t = { 0 };

		json_string(&t, strings[i].s);
		cr_expect_str_eq(t.s, strings[i].json, "%zu: %s", i, t.s);
		text_release(&t);
	}
}

/* Nothing is read behind the end, whatever a last byte promises. */
Test(json, ends_with_the_string)
{
	for (int last = 1; last < 256; last++) {
		char *s = strdup("x.");
		struct text t = { 0 };

		s[1] = (char)last;
		json_string(&t, s);
		cr_expect(t.len >= 4 && t.s[t.len - 1] == '"', "%02x", last);
		free(s);
		text_release(&t);
	}
}

Test(json, lists)
{
	static const struct {
		const char *joined, *json;
	} lists[] = {
		{ "", "[]" },
		{ "a", "[\"a\"]" },
		{ "a+b+c", "[\"a\",\"b\",\"c\"]" },
		{ "+", "[\"\"]" },
		{ "+a", "[\"\",\"a\"]" },
		{ "a+", "[\"a\"]" },
		{ "a++b", "[\"a\",\"\",\"b\"]" },
	};

	for (size_t i = 0; i < N(lists); i++) {
		struct text t = { 0 }, want = { 0 };

		json_open(&t);
		json_put_list(&t, "k", lists[i].joined);
		json_close(&t);
		text_printf(&want, "{\"k\":%s}\n", lists[i].json);
		cr_expect_str_eq(t.s, want.s);
		text_release(&t);
		text_release(&want);
	}
}

Test(json, object)
{
	struct text t = { 0 };

	json_open(&t);
	json_put_string(&t, "s", "{");
	json_put_u64(&t, "n", UINT64_MAX);
	json_put_raw(&t, "r", "1.50");
	json_close(&t);
	json_open(&t);
	json_close(&t);
	cr_expect_str_eq(t.s, "{\"s\":\"{\",\"n\":18446744073709551615,"
			      "\"r\":1.50}\n{}\n");
	text_release(&t);
}
