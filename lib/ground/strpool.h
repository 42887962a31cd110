/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Each distinct string once. Strings live until the pool is freed, so two
 * interned strings are equal exactly when their pointers are.
 */
#ifndef OTCAP_STRPOOL_H
#define OTCAP_STRPOOL_H

#include <stddef.h>
#include <stdint.h>

struct strpool;

struct strpool *strpool_new(uint64_t hash_seed);
void strpool_free(struct strpool *pool);		/* NULL is fine */
/* Borrowed from the pool. "" is a string like any other. */
const char *strpool_add(struct strpool *pool, const char *s);

#endif
