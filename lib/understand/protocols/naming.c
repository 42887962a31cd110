/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/protocols/naming.h"

#include <string.h>

struct naming *naming_of(struct namings *out, uint32_t addr,
			 const char *source, const void *p, size_t n)
{
	const char *s = p;
	struct naming *name;

	if (!s || out->n == MESSAGE_NAMES)
		return NULL;
	n = strnlen(s, n);
	while (n && s[n - 1] == ' ')
		n--;
	while (n && *s == ' ') {
		s++;
		n--;
	}
	if (!n)
		return NULL;
	name = &out->item[out->n++];
	name->addr = addr;
	name->source = source;
	name->hearsay = false;
	name->n = (uint8_t)(n < NAME_OCTETS ? n : NAME_OCTETS);
	memcpy(name->text, s, name->n);
	return name;
}

void naming_own(struct namings *out, const char *source, const void *p,
		size_t n)
{
	naming_of(out, 0, source, p, n);
}
