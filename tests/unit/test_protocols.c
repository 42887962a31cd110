/* SPDX-License-Identifier: BSD-3-Clause */
/* What holds for every protocol of the table. */
#include "understand/protocols/protocol.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const classes[] = {
	"read", "write", "control", "program", "diagnostic", "login", "error",
};

static bool is_class(const char *word, size_t n)
{
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (strlen(classes[i]) == n && !memcmp(classes[i], word, n))
			return true;
	return false;
}

/* Lower case, digits, dashes: what a CSV field and `+` between words bear. */
static bool is_word(const char *word)
{
	return *word && word[strspn(word, "abcdefghijklmnopqrstuvwxyz"
					  "0123456789-")] == '\0';
}

static void check_operations(const struct protocol *proto)
{
	const char *const *list = proto->operations;
	unsigned n = 0;

	while (list && list[n])
		n++;
	cr_expect_leq(n, MAX_OPERATIONS, "%s", proto->name);
	for (unsigned i = 0; i < n; i++) {
		size_t len = strcspn(list[i], ":");

		cr_expect(is_class(list[i], len) && list[i][len] == ':' &&
			  is_word(list[i] + len + 1), "%s: %s", proto->name,
			  list[i]);
		for (unsigned k = 0; k < i; k++)
			cr_expect_str_neq(list[i], list[k], "%s: %s twice",
					  proto->name, list[i]);
	}
}

Test(protocols, words)
{
	for (size_t i = 0; protocols[i]; i++) {
		cr_expect(is_word(protocols[i]->name), "%s",
			  protocols[i]->name);
		check_operations(protocols[i]);
	}
}

/* A message number fits what a flow remembers of it. */
Test(protocols, table)
{
	size_t n = 0;

	for (; protocols[n]; n++) {
		const struct protocol *p = protocols[n];

		cr_expect(p->transports && p->length && p->message, "%s",
			  p->name);
		cr_expect(p->proof == PROOF_WEAK || p->proof == PROOF_MEDIUM ||
			  p->proof == PROOF_STRONG, "%s", p->name);
		for (size_t k = 0; k < n; k++)
			cr_expect_neq(p, protocols[k], "%s twice", p->name);
	}
	cr_expect_leq(n, UINT8_MAX - 1);
}

Test(protocols, nothing_is_nobodys)
{
	static const uint8_t none[1];

	for (size_t i = 0; protocols[i]; i++) {
		const struct protocol *p = protocols[i];

		if (p->transports & PROTOCOL_TCP)
			cr_expect_leq(p->length(none, 0, false), 0, "%s",
				      p->name);
		if (p->transports & PROTOCOL_UDP)
			cr_expect_leq(p->length(none, 0, true), 0, "%s",
				      p->name);
	}
}

Test(protocols, that_tell_names_in_datagrams)
{
	size_t n = 0;

	for (size_t i = 0; protocols[i]; i++)
		if (protocols[i]->names &&
		    protocols[i]->transports & PROTOCOL_UDP)
			cr_assert_eq(naming_protocols[n++], protocols[i],
				     "%s", protocols[i]->name);
	cr_expect_null(naming_protocols[n]);
}
