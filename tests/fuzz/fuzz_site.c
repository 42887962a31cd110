/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a site says of itself, from any bytes: the same file is tried as names
 * and as services. What was read answers without contradicting itself.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"
#include "judge/names.h"
#include "understand/record.h"
#include "understand/services.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint32_t addrs[] = {
	ADDR(0, 0, 0, 0), ADDR(10, 0, 0, 1), ADDR(10, 0, 0, 2),
	ADDR(192, 168, 1, 10), ADDR(203, 0, 113, 5), ADDR(255, 255, 255, 255),
};

enum { N_ADDRS = sizeof addrs / sizeof *addrs };

static void note(struct names *n, uint32_t addr)
{
	struct record r;

	record_init(&r, RECORD_ARP);
	r.first_ns = r.last_ns = 0;
	r.addr[0] = addr;
	r.mac[0] = "00:80:63:4a:10:01";
	names_note_link(n, &r);
}

static void ask_name(const struct names *n, const char *name)
{
	struct cidr *nets = NULL;
	uint32_t member, last = 0;

	require(names_has(n, name));
	for (size_t i = 0; names_member(n, name, i, &member); i++) {
		require(!i || member > last);
		last = member;
	}
	(void)names_nets(n, name, &nets);
	free(nets);
}

static void ask(const struct names *n, uint32_t addr)
{
	const char *name = names_name(n, addr);
	uint32_t machine = names_machine(n, addr);

	if (name)
		ask_name(n, name);
	(void)names_zone(n, addr);
	(void)names_is_inside(n, addr);
	(void)host_role_name(names_role(n, addr));
	require(machine <= addr && names_machine(n, machine) == machine);
	require(names_same_machine(n, addr, machine));
	for (size_t i = 0; i < N_ADDRS; i++)
		require(names_same_machine(n, addr, addrs[i]) ==
			names_same_machine(n, addrs[i], addr));
}

static void try_names(const char *path)
{
	struct text inside = { 0 };
	struct err e;
	struct names *n = names_load(path, &e);

	if (!n)
		return;
	for (size_t i = 0; i < N_ADDRS; i++)
		note(n, addrs[i]);
	for (size_t i = 0; i < N_ADDRS; i++)
		ask(n, addrs[i]);
	names_put_inside(n, &inside);
	text_release(&inside);
	names_free(n);
}

static void try_services(const char *path)
{
	struct services *s = services_new();
	const struct service *found;
	struct err e;

	(void)services_load(s, path, &e);
	for (unsigned port = 0; port <= UINT16_MAX; port += 251) {
		for (size_t i = 0; i < N_ADDRS; i++) {
			found = services_find_at(s, 6, addrs[i],
						 (uint16_t)port);
			require(!found || (found->port_lo <= port &&
					   port <= found->port_hi));
		}
		(void)services_find(s, 17, (uint16_t)port);
	}
	services_free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[MEMORY_PATH];
	int fd = memory_file(data, size, path);

	try_names(path);
	try_services(path);
	close(fd);
	return 0;
}
