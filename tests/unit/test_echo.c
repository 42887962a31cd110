/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/echo.h"

#include <criterion/criterion.h>

#include <string.h>

enum { EXCHANGES = 12 };

typedef void turn_fn(uint8_t *p, unsigned side, unsigned i);

/* Octets that follow no rule and are always the same. */
static uint8_t noise(unsigned seed)
{
	seed = seed * 2654435761u + 12345;
	return (uint8_t)(seed >> 24 ^ seed >> 13);
}

/* Side 0 asks with a number of its own, side 1 repeats it. */
static void number(uint8_t *p, unsigned side, unsigned i)
{
	p[0] = 0xa5;
	p[2] = (uint8_t)(40 + i);
	p[5] = noise(2 * i + side);
}

/* A function that seldom changes. */
static void function(uint8_t *p, unsigned side, unsigned i)
{
	p[1] = (uint8_t)(i / 3);
	p[7] = noise(2 * i + side);
}

static void nothing(uint8_t *p, unsigned side, unsigned i)
{
	for (unsigned k = 0; k < ECHO_OCTETS; k++)
		p[k] = noise(100 * i + 2 * k + side);
}

static void always_same(uint8_t *p, unsigned side, unsigned i)
{
	(void)i;
	memset(p, side ? 0x11 : 0x22, ECHO_OCTETS);
}

/* Both count for themselves, as sequence numbers of a session do. */
static void own_numbers(uint8_t *p, unsigned side, unsigned i)
{
	p[3] = (uint8_t)(side ? 100 + i : 7 + i);
}

/* What was asked comes back but once in two. */
static void half(uint8_t *p, unsigned side, unsigned i)
{
	p[2] = (uint8_t)(40 + i + (side && i & 1 ? 100 : 0));
}

static const struct {
	const char *name;
	turn_fn *turn;
	unsigned least, most;	/* votes of side 1 */
} cases[] = {
	{ "number", number, EXCHANGES - 1, EXCHANGES - 1 },
	{ "function", function, 3, 3 },
	{ "nothing", nothing, 0, 1 },
	{ "always the same", always_same, 0, 0 },
	{ "own numbers", own_numbers, 0, 0 },
	{ "half", half, 0, 1 },
};

Test(echo, votes)
{
	for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
		struct echo e = { .len = { 0, 0 } };
		unsigned votes;

		for (unsigned i = 0; i < EXCHANGES; i++)
			for (unsigned s = 0; s < 2; s++) {
				uint8_t p[ECHO_OCTETS] = { 0 };

				cases[k].turn(p, s, i);
				echo_turn(&e, s, p, sizeof p);
			}
		votes = echo_votes(&e, 1);
		cr_expect(votes >= cases[k].least && votes <= cases[k].most,
			  "%s: %u", cases[k].name, votes);
		votes = echo_votes(&e, 0);
		cr_expect(votes <= 1, "%s: side 0: %u", cases[k].name, votes);
	}
}

/* Votes stop at 15 and stay with their side; short turns compare what they
 * have. */
Test(echo, bounds)
{
	struct echo e = { .len = { 0, 0 } };

	for (unsigned i = 0; i < 100; i++) {
		uint8_t p[2] = { 1, (uint8_t)i };

		echo_turn(&e, 1, p, 2);
		echo_turn(&e, 0, p, i % 2 + 1);
	}
	cr_expect_eq(echo_votes(&e, 1), 0);
	cr_expect_eq(echo_votes(&e, 0), 0);
	for (unsigned i = 0; i < 100; i++) {
		uint8_t p[ECHO_OCTETS + 8] = { 1, (uint8_t)i };

		echo_turn(&e, 1, p, sizeof p);
		echo_turn(&e, 0, p, sizeof p);
	}
	cr_expect_eq(echo_votes(&e, 0), 15);
	cr_expect_eq(echo_votes(&e, 1), 0);
	echo_turn(&e, 0, (const uint8_t *)"", 0);
	cr_expect_eq(echo_votes(&e, 0), 15);
}
