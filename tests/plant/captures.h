/* SPDX-License-Identifier: BSD-3-Clause */
/* How each capture of the catalogue is made. */
#ifndef PLANT_CAPTURES_H
#define PLANT_CAPTURES_H

#include "catalogue.h"

void make_normal(struct making *m);
void make_week(struct making *m);
void make_week_cut(struct making *m);
void make_damaged(struct making *m);
void make_scenario1(struct making *m);
void make_scenario2a(struct making *m);
void make_scenario2b(struct making *m);
void make_midstream(struct making *m);

#endif
