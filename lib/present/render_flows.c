/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/render_flows.h"

#include <stddef.h>
#include <string.h>

const struct flow_renderer *flow_renderer_by_name(const char *name)
{
	static const struct flow_renderer *const all[] = {
		&render_flows_csv, &render_flows_jsonl, &render_flows_zeek
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!strcmp(all[i]->name, name))
			return all[i];
	return NULL;
}
