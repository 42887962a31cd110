/* SPDX-License-Identifier: BSD-3-Clause */
/* Zones of the names file: whether a conversation leaves one. */
#ifndef OTCAP_DETECT_ZONE_H
#define OTCAP_DETECT_ZONE_H

#include "judge/detect_work.h"

/* Are both zones known, and not the same? */
bool flow_crosses_zones(const struct scene *s, const struct record *r);

#endif
