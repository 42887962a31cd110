/* SPDX-License-Identifier: BSD-3-Clause */
/* How each capture of the catalogue is made. */
#ifndef PLANT_CAPTURES_H
#define PLANT_CAPTURES_H

#include "catalogue.h"

void make_normal(struct making *m);
void make_week(struct making *m);
void make_week_cut(struct making *m);
void make_site(struct making *m);
void make_attack(struct making *m);	/* by its name */
void make_damaged(struct making *m);
void make_scenario1(struct making *m);
void make_scenario2a(struct making *m);
void make_scenario2b(struct making *m);
void make_midstream(struct making *m);

/* links.c: the sample in the link layer that the name says. */
void make_link(struct making *m);

/* formats.c: the sample in another container. */
void make_nanosecond(struct making *m);
void make_big_endian(struct making *m);
void make_snaplen(struct making *m);
void make_truncated(struct making *m);
void make_truncated_header(struct making *m);
void make_pcapng(struct making *m);
void make_pcapng_be(struct making *m);
void make_pcapng_sections(struct making *m);
void make_pcapng_mixed(struct making *m);
void make_empty(struct making *m);

/* squeezed.c */
void make_gz_members(struct making *m);
void make_gz_damaged(struct making *m);
void make_gz_cut(struct making *m);
void make_zst(struct making *m);

/* odd.c: IPv4 as it is seldom seen. */
void make_fragments(struct making *m);
void make_tso(struct making *m);
void make_ip_options(struct making *m);
void make_out_of_scope(struct making *m);

#endif
