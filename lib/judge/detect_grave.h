/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How grave an operation is, by the class in its word, and the technique of
 * ATT&CK for ICS that it is. Knows no rules: whether an operation was known
 * before is for others to say.
 */
#ifndef OTCAP_DETECT_GRAVE_H
#define OTCAP_DETECT_GRAVE_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/detect_fold.h"

enum operation_class {
	OPERATION_ERROR,		/* an answer: nothing was done */
	OPERATION_OTHER,		/* of a class that is not known here */
	OPERATION_DIAGNOSTIC, OPERATION_READ, OPERATION_WRITE,
	OPERATION_LOGIN, OPERATION_CONTROL, OPERATION_PROGRAM
};

/* Of the first word of a "+"-joined set. */
enum operation_class operation_class(const char *word);
/* The end of a session, which is of the class of its begin. */
bool operation_is_end(const char *word);
/* Is the word, of this length, in a "+"-joined set? There a class alone
 * ("read") stands for all of it. */
bool operations_have(const char *set, const char *word, size_t len);
/* Of one that nobody knew: info to high. */
enum severity operation_severity(const char *word);
/* "" where none fits. */
const char *operation_technique(const char *word);

/* High where n records log in, or start, stop or load a controller: a finding
 * about who or where is as severe as what was done. */
void fold_weigh_operations(const struct scene *s, struct finding *f,
			   const struct keyed *k, size_t n);

#endif
