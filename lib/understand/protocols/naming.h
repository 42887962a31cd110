/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Names out of messages, as they stand there: what pads them is taken off,
 * nothing else is judged. What is too much or too long is left out.
 */
#ifndef OTCAP_NAMING_H
#define OTCAP_NAMING_H

#include <stddef.h>
#include <stdint.h>

#include "understand/protocols/protocol.h"

/* The sender's own name: n octets, up to a NUL, without blanks around it.
 * NULL (what a cursor gives at the end) and nothing but blanks are none. */
void naming_own(struct namings *out, const char *source, const void *p,
		size_t n);
/* The name of the machine at addr; 0: the sender's. The last one added, or
 * NULL where none was. */
struct naming *naming_of(struct namings *out, uint32_t addr,
			 const char *source, const void *p, size_t n);

#endif
