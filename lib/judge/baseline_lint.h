/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is wrong with the rules of a baseline although each line can be read:
 * rules that do nothing, contradict each other, or say what another says.
 * Lines that cannot be read were told when they were read.
 */
#ifndef OTCAP_BASELINE_LINT_H
#define OTCAP_BASELINE_LINT_H

#include <stdbool.h>
#include <stdint.h>

struct baseline;

struct baseline_flaw {
	uint64_t line;
	const char *column;
	const char *what;	/* valid during the call */
	bool ineffective;	/* the rule does not do what it says */
};

typedef void baseline_lint_fn(void *ctx, const struct baseline_flaw *f);

/* In the order of lines. now_ns decides what has ended. */
void baseline_lint(const struct baseline *b, int64_t now_ns,
		   baseline_lint_fn *tell, void *ctx);

#endif
