/* SPDX-License-Identifier: BSD-3-Clause */
/* Has this kind a name of its own (private to kind), one that does not come
 * from the port table? */
#ifndef OTCAP_KIND_NAMES_H
#define OTCAP_KIND_NAMES_H

#include <stdbool.h>

#include "understand/kind.h"

bool kind_has_name(struct kind k);

#endif
