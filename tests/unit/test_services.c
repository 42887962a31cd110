/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/services.h"

#include <criterion/criterion.h>
#include <string.h>

#include "understand/protocols/protocol.h"

enum { TCP = 6, UDP = 17 };

static const struct {
	const char *name;	/* NULL: nobody's */
	uint8_t proto;
	uint16_t port;
} lookups[] = {
	{ NULL, TCP, 0 },
	{ "modbus", TCP, 502 },
	{ "modbus", UDP, 502 },
	{ "iso-tsap", TCP, 102 },
	{ NULL, UDP, 102 },
	{ "enip", TCP, 44818 },
	{ "enip-io", UDP, 2222 },
	{ "bacnet", UDP, 47808 },
	{ "bacnet", UDP, 47823 },
	{ NULL, UDP, 47824 },
	{ "dns", TCP, 53 },
	{ "dns", UDP, 53 },
	{ "ssh", TCP, 22 },
	{ NULL, UDP, 22 },
	{ "siemens-fs720", UDP, 51001 },
	{ "siemens-fs720", UDP, 51250 },
	{ NULL, UDP, 51251 },
	{ NULL, 1, 502 },
	{ NULL, 132, 502 },
	{ NULL, TCP, 65535 },
};

Test(services, find)
{
	struct services *s = services_new();

	for (size_t i = 0; i < sizeof lookups / sizeof *lookups; i++) {
		const char *want = lookups[i].name;
		const struct service *found;

		found = services_find(s, lookups[i].proto, lookups[i].port);
		cr_expect_str_eq(found ? found->name : "nobody's",
				 want ? want : "nobody's", "%u/%u",
				 lookups[i].proto, lookups[i].port);
	}
	services_free(s);
	services_free(NULL);
}

static const struct service *walk(uint8_t proto, uint32_t port)
{
	for (size_t i = 0; i < n_services_builtin; i++) {
		const struct service *row = &services_builtin[i];

		if (row->proto == proto && row->port_lo <= port &&
		    row->port_hi >= port)
			return row;
	}
	return NULL;
}

/* The lookup says what a walk through the table says, for every port. */
Test(services, find_agrees_with_table)
{
	struct services *s = services_new();

	for (uint32_t port = 0; port <= 65535; port++) {
		cr_assert(services_find(s, TCP, (uint16_t)port) ==
			  walk(TCP, port), "tcp %u", port);
		cr_assert(services_find(s, UDP, (uint16_t)port) ==
			  walk(UDP, port), "udp %u", port);
	}
	services_free(s);
}

Test(services, table_has_its_order)
{
	cr_assert(n_services_builtin > 0 && n_services_builtin < 32767);
	for (size_t i = 0; i < n_services_builtin; i++) {
		const struct service *b = &services_builtin[i];

		cr_expect(b->port_lo && b->port_lo <= b->port_hi, "%s",
			  b->name);
		cr_expect(services_kind(b->name) == b->kind, "%s", b->name);
	}
	for (size_t i = 1; i < n_services_builtin; i++) {
		const struct service *a = &services_builtin[i - 1];
		const struct service *b = &services_builtin[i];

		cr_expect(a->proto < b->proto ||
			  (a->proto == b->proto && a->port_hi < b->port_lo),
			  "%s", b->name);
	}
	for (size_t i = 1; i < n_service_names; i++)
		cr_expect(strcmp(service_names[i - 1].name,
				 service_names[i].name) < 0, "%s",
			  service_names[i].name);
}

Test(services, facts_of_rows)
{
	struct services *s = services_new();
	const struct service *dhcp = services_find(s, UDP, 68);
	const struct service *fins = services_find(s, UDP, 9600);
	const struct service *modbus = services_find(s, TCP, 502);

	cr_expect(dhcp->client_side && !services_find(s, UDP, 67)->client_side);
	cr_expect(fins->same_port && !fins->weak && fins->kind == SERVICE_OT);
	cr_expect(!modbus->same_port && !modbus->weak && !modbus->client_side);
	cr_expect(services_find(s, UDP, 47808)->weak, "ephemeral elsewhere");
	services_free(s);
}

static const struct {
	const char *name;
	enum service_kind kind;
} kinds[] = {
	{ "modbus", SERVICE_OT },	{ "ssh", SERVICE_REMOTE },
	{ "rdp", SERVICE_REMOTE },	{ "vnc", SERVICE_REMOTE },
	{ "telnet", SERVICE_REMOTE },	{ "smb", SERVICE_FILE },
	{ "ftp", SERVICE_FILE },	{ "http", SERVICE_WEB },
	{ "https", SERVICE_WEB },	{ "dns", SERVICE_INFRA },
	{ "ntp", SERVICE_INFRA },	{ "syslog", SERVICE_INFRA },
	{ "irc", SERVICE_OTHER },	{ "", SERVICE_OTHER },
	{ "modbu", SERVICE_OTHER },	{ "modbusx", SERVICE_OTHER },
	{ "MODBUS", SERVICE_OTHER },	{ "zzz", SERVICE_OTHER },
};

/* A label that only the payload gives is of a control protocol or it is one
 * that carries anything. */
Test(services, every_protocol_has_a_kind)
{
	static const char *const others[] = { "dcerpc", "dtls", "imap", "irc",
					      "mssql", "pop3",	"smtp", "tls" };

	for (size_t i = 0; protocols[i]; i++) {
		const char *name = protocols[i]->name;
		bool other = false;

		for (size_t k = 0; k < sizeof others / sizeof *others; k++)
			other |= !strcmp(name, others[k]);
		cr_expect((services_kind(name) == SERVICE_OTHER) == other,
			  "%s", name);
	}
}

Test(services, kind)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		cr_expect(services_kind(kinds[i].name) == kinds[i].kind, "%s",
			  kinds[i].name);
}
