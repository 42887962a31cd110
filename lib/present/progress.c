/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "ground/stamp.h"

enum { PACKETS_APART = 100000 };

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return stamp_of(t.tv_sec, t.tv_nsec);
}

void progress_init(struct progress *p, const char *tool, bool quiet)
{
	*p = (struct progress){ .tool = tool };
	p->on = !quiet && isatty(STDERR_FILENO);
	p->begun_ns = now_ns();
	p->next_ns = p->begun_ns + NS_PER_SECOND;
}

void progress_packets(void *ctx, uint64_t n_packets)
{
	struct progress *p = ctx;
	int64_t now;
	double s;

	/* The clock is asked rarely: a batch takes microseconds. */
	if (!p->on || n_packets - p->asked < PACKETS_APART)
		return;
	p->asked = n_packets;
	now = now_ns();
	if (now < p->next_ns)
		return;
	p->next_ns = now + NS_PER_SECOND / 4;
	s = (double)(now - p->begun_ns) / 1e9;
	fprintf(stderr, "\r%s: %.1f million packets, %.1f million a second ",
		p->tool, (double)n_packets / 1e6,
		(double)n_packets / s / 1e6);
	p->shown = true;
}

void progress_end(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}
