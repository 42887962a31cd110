/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What MMS and ICCP share: the bytes are the same, the names are not.
 */
#ifndef OTCAP_ICCP_H
#define OTCAP_ICCP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Does a PDU of MMS name an object that only ICCP has? */
bool iccp_is_named(const uint8_t *p, size_t n);

extern const char *const mms_operations[];

#endif
