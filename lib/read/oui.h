/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whose hardware an address is, from the lists of the IEEE as Debian's package
 * ieee-data has them: oui.csv, and for blocks that it hands on in parts
 * mam.csv, oui36.csv and iab.csv beside it.
 *
 * Only what was asked for is kept. An address that its owner made up (locally
 * administered), or that routers share, has no vendor.
 */
#ifndef OTCAP_OUI_H
#define OTCAP_OUI_H

#include <stddef.h>
#include <stdint.h>

#include "ground/err.h"

struct oui;

/*
 * The vendors of these addresses, as far as the lists in the folder tell.
 * NULL with "path: reason" when oui.csv cannot be read.
 */
struct oui *oui_load(const char *folder, const uint64_t *macs, size_t n,
		     struct err *e);
void oui_free(struct oui *o);				/* NULL is fine */
/* "" unknown; o may be NULL. */
const char *oui_vendor(const struct oui *o, uint64_t mac);

#endif
