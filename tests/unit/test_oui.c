/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/oui.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void put(const char *folder, const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "w");
	cr_assert(f);
	fputs(text, f);
	fclose(f);
}

static void clean(const char *folder)
{
	static const char *const names[] = { "oui.csv", "mam.csv", "iab.csv" };
	char path[256];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		unlink(path);
	}
	rmdir(folder);
}

#define HEAD "Registry,Assignment,Organization Name,Organization Address\n"

Test(oui, vendors)
{
	static const struct {
		uint64_t mac;
		const char *vendor;
	} cases[] = {
		{ 0x086195aabbcc, "Rockwell Automation" },
		{ 0x0050c27d5123, "DEUTA-WERKE GmbH" },
		{ 0x0050c27d6123, "" },		/* a part nobody lists */
		{ 0x741ae0912345, "Of a part" },
		{ 0x741ae0a12345, "" },
		{ 0x086196aabbcc, "" },
		{ 0x0a6195aabbcc, "" },		/* locally administered */
		{ 0x00005e000107, "" },		/* VRRP */
		{ 0x111111111111, "" },		/* was not asked for */
	};
	char folder[] = "/tmp/otcap-oui-XXXXXX";
	uint64_t macs[sizeof cases / sizeof *cases];
	size_t n = sizeof cases / sizeof *cases;
	struct oui *o;
	struct err e;

	cr_assert(mkdtemp(folder));
	put(folder, "oui.csv", HEAD "MA-L,086195,Rockwell Automation,\"1 Allen"
	    "\nBradley Dr.\"\nMA-L,086195,Somebody Else,\n"
	    "MA-L,0050C2,IEEE Registration Authority,\n"
	    "MA-L,741AE0,IEEE Registration Authority,\nMA-L,short row\n"
	    "MA-L,XYZ,No number,\nMA-L,00005E,ICANN,\nMA-L,,Empty,\n"
	    "MA-L,0861950000000,Too long,\nMA-L,0A6195,Local,\n");
	put(folder, "mam.csv", HEAD "MA-M,741AE09,Of a part,\n");
	put(folder, "iab.csv", HEAD "IAB,0050C27D5,DEUTA-WERKE GmbH,\n");
	for (size_t i = 0; i < n; i++)
		macs[i] = cases[i].mac;
	o = oui_load(folder, macs, n - 1, &e);
	cr_assert(o, "%s", e.msg);
	for (size_t i = 0; i < n; i++)
		cr_expect_str_eq(oui_vendor(o, cases[i].mac), cases[i].vendor,
				 "%llx: %s", (unsigned long long)cases[i].mac,
				 oui_vendor(o, cases[i].mac));
	oui_free(o);
	clean(folder);
}

Test(oui, what_is_no_list)
{
	char folder[] = "/tmp/otcap-oui-XXXXXX";
	uint64_t mac = 1;
	struct err e;

	cr_assert(mkdtemp(folder));
	cr_expect_null(oui_load(folder, &mac, 1, &e));
	cr_expect(strstr(e.msg, "/oui.csv: No such file"), "%s", e.msg);
	put(folder, "oui.csv", "OUI/MA-L,Organization\n");
	cr_expect_null(oui_load(folder, &mac, 1, &e));
	cr_expect(strstr(e.msg, "column 'Assignment' is missing"), "%s",
		  e.msg);
	put(folder, "oui.csv", HEAD "MA-L,\"000000\n");
	cr_expect_null(oui_load(folder, &mac, 1, &e));
	cr_expect_str_eq(oui_vendor(NULL, 1), "");
	clean(folder);
}
