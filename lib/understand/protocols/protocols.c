/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of all protocols. A payload is shown to them from the top, so
 * those whose messages prove most stand first; of two that could take the
 * same bytes, the one with the stricter length stands first.
 */
#include "understand/protocols/protocol.h"

#include "understand/protocols/families.h"

const struct protocol *const protocols[] = {
	&melsoft,
	&modbus_tcp,
	NULL,
};
