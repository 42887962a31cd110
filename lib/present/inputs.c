/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/inputs.h"

#include "ground/limits.h"
#include "ground/stamp.h"
#include "understand/services.h"

void inputs_init(struct inputs *in)
{
	*in = (struct inputs){ .run = NULL };
	in->options.hash_seed = cli_hash_seed();
}

void inputs_release(struct inputs *in)
{
	run_free(in->run);
	in->run = NULL;
	services_free(in->services);
	in->services = NULL;
}

static int idle_option(struct inputs *in, const struct cli *c)
{
	static const struct cli_number year = { "--idle-timeout", 1,
						366 * 86400 };
	uint64_t seconds;
	int rc = cli_number(c, &year, optarg, &seconds);

	if (!rc)
		in->options.idle_timeout_ns =
			(int64_t)seconds * NS_PER_SECOND;
	return rc;
}

static int max_flows_option(struct inputs *in, const struct cli *c)
{
	static const struct cli_number flows = { "--max-flows", 1,
						 LIMIT_FLOWS };

	return cli_number(c, &flows, optarg, &in->options.max_flows);
}

int inputs_option(struct inputs *in, const struct cli *c, int opt)
{
	switch (opt) {
	case INPUTS_OPT_STRICT:
		in->options.strict = true;
		return 0;
	case INPUTS_OPT_DEDUP:
		in->options.dedup = true;
		return 0;
	case INPUTS_OPT_BY_VLAN:
		in->options.by_vlan = true;
		return 0;
	case INPUTS_OPT_NO_PAYLOAD:
		in->options.no_payload = true;
		return 0;
	case INPUTS_OPT_IDLE:
		return idle_option(in, c);
	case INPUTS_OPT_MAX_FLOWS:
		return max_flows_option(in, c);
	case INPUTS_OPT_SERVICES:
		in->services_path = optarg;
		return 0;
	default:
		return -1;
	}
}

int inputs_open(struct inputs *in, const struct cli *c, char *const *paths,
		size_t n)
{
	struct err e;

	in->services = services_new();
	if (in->services_path &&
	    services_load(in->services, in->services_path, &e) < 0)
		return cli_fail(c, &e);
	in->options.services = in->services;
	cli_allow_many_files();
	progress_init(&in->progress, c->tool, c->quiet);
	in->options.progress = progress_packets;
	in->options.progress_ctx = &in->progress;
	in->run = run_open((const char *const *)paths, n, &in->options, &e);
	return in->run ? CLI_DONE : cli_fail(c, &e);
}

int inputs_read(struct inputs *in, const struct cli *c)
{
	const char *msg;
	size_t i;

	run_read(in->run);
	progress_end(&in->progress);
	for (i = 0; !c->quiet && (msg = run_warning(in->run, i)); i++)
		cli_warn(c, "%s", msg);
	for (i = 0; (msg = run_trouble(in->run, i)); i++)
		fprintf(stderr, "%s: %s\n", c->tool, msg);
	return i ? CLI_TROUBLE : CLI_DONE;
}
