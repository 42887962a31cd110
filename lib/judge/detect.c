/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/detect.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "judge/baseline.h"
#include "judge/detect_work.h"

void detect_defaults(struct detect_options *o)
{
	*o = (struct detect_options){
		.scan_ports = 10, .sweep_hosts = 5, .silent_percent = 80,
		.login_sessions = 10, .login_unknown_sessions = 3,
		.login_window_s = 600, .login_factor = 3,
		.missing_factor = 3, .missing_gaps = 10,
		.probe_ports = 3, .probe_hosts = 3,
		.error_burst = 10, .error_factor = 3,
		.conflict_window_s = 600, .arp_addresses = 20,
		.volume_factor = 10, .volume_megabytes = 10,
		.volume_sessions = 100, .volume_hours = 24,
		.peer_factor = 10,
	};
}

static void ask_baseline(const struct scene *s, size_t i)
{
	const struct conversation c = flow_conversation(&s->in->records[i]);
	struct fact *f = &s->fact[i];

	f->rule = baseline_match(s->in->baseline, &c, &f->near);
}

/* Where finishing moved each finding to. */
static void report_use(const struct scene *s, uint32_t *used_by)
{
	uint32_t *place = xcalloc(s->out->n + 1, sizeof *place);

	for (size_t i = 0; i < s->out->n; i++)
		place[s->out->items[i].made + 1] = (uint32_t)i + 1;
	for (size_t i = 0; i < s->in->n_records; i++)
		used_by[i] = place[s->fact[i].finding];
	free(place);
}

void detect(const struct detect_input *in, struct findings *out,
	    uint32_t *used_by)
{
	struct scene s = { .in = in, .out = out };

	s.fact = xcalloc(in->n_records + 1, sizeof *s.fact);
	if (in->baseline)
		for (size_t i = 0; i < in->n_records; i++)
			if (flow_is(&in->records[i]))
				ask_baseline(&s, i);
	detect_scan(&s);
	if (in->baseline)
		detect_ot_probe(&s);
	detect_outside(&s);
	if (in->baseline)
		detect_new(&s);
	detect_login(&s);
	detect_cleartext(&s);
	detect_error(&s);
	detect_suspicious(&s);
	detect_address(&s);
	detect_arp(&s);
	if (in->baseline) {
		detect_missing(&s);
		detect_returned(&s);
	}
	detect_volume(&s);
	findings_finish(out);
	if (used_by)
		report_use(&s, used_by);
	free(s.fact);
}
