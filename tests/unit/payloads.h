/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The payloads of the captures in a folder, each distinct one once, with the
 * packet that it came in.
 */
#ifndef OTCAP_TEST_PAYLOADS_H
#define OTCAP_TEST_PAYLOADS_H

#include <stddef.h>

#include "read/packet.h"

/* The folders: the committed captures, and real ones where there are any. */
const char *payloads_testdata(void);
const char *payloads_real(void);

/* All frames of one capture. */
struct batch;
void payloads_batches(const char *path,
		      void (*fn)(void *arg, const struct batch *b), void *arg);

/* How many there were. */
size_t payloads_each(const char *folder,
		     void (*fn)(void *arg, const struct packet *p), void *arg);

#endif
