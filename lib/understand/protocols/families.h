/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The names under which the families offer their protocols to the table.
 */
#ifndef OTCAP_FAMILIES_H
#define OTCAP_FAMILIES_H

struct protocol;

extern const struct protocol modbus_tcp;
extern const struct protocol melsoft;

#endif
