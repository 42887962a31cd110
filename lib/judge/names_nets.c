/* SPDX-License-Identifier: BSD-3-Clause */
/* All that one name stands for, as networks. */
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "judge/names_impl.h"

struct named {
	struct cidr *nets;
	size_t n, cap;
};

/* Does a line inside the block give some of it another name? */
static bool has_others(const struct names *n, const struct cidr *block,
		       const char *name)
{
	for (size_t i = n->first[block->bits]; i < n->first[LINES_OF_MAC];
	     i++) {
		const struct line *l = &n->lines[i];

		if (l->name && strcmp(l->name, name) &&
		    cidr_has(block, l->net.net))
			return true;
	}
	return false;
}

/* The block's addresses but those of other names, by halves. */
static void add_named(const struct names *n, struct cidr block,
		      const char *name, struct named *out)
{
	if (!has_others(n, &block, name)) {
		out->nets = grow(out->nets, out->n, &out->cap,
				 sizeof *out->nets);
		out->nets[out->n++] = block;
		return;
	}
	if (block.bits++ == 32)
		return;
	for (uint32_t half = 0; half < 2; half++) {
		struct cidr part = {
			block.net | half << (32 - block.bits), block.bits
		};
		const struct line *l = names_find_net(n, part.bits, part.net);

		if (!l || !l->name)
			add_named(n, part, name, out);
	}
}

size_t names_nets(const struct names *n, const char *name, struct cidr **nets)
{
	struct named out = { 0 };

	for (size_t i = 0; n && i < n->first[LINES_OF_MAC]; i++) {
		const struct line *l = &n->lines[i];

		if (l->name && !strcmp(l->name, name))
			add_named(n, l->net, name, &out);
	}
	*nets = out.nets;
	return out.n;
}
