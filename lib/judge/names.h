/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The site's own words: the names file (address,mac,name,zone,role,inside,
 * note) and what counts as inside.
 *
 * The line of an address wins, then that of its MAC, then the longest prefix;
 * lines with one name are one machine. Without
 * a file everything is as private addresses say. Read-only after loading,
 * except names_note_link, which learns from traffic what is on the link.
 */
#ifndef OTCAP_NAMES_H
#define OTCAP_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/addr.h"
#include "ground/err.h"
#include "ground/text.h"

struct names;
struct record;

enum host_role {
	HOST_ORDINARY, HOST_GATEWAY, HOST_TRANSIENT, HOST_UNUSED, HOST_SCANNER
};

/* As in the column role; "ordinary" is none of them. */
const char *host_role_name(enum host_role role);

/* path NULL: no file. NULL with "path:line: reason". */
struct names *names_load(const char *path, struct err *e);
void names_free(struct names *n);			/* NULL is fine */

/*
 * What the file says of an address; names may be NULL here and below. Each
 * property comes from the first line that sets it: of the address alone, of
 * its own MAC (as far as the link was noted), of networks by longest prefix;
 * NULL (or HOST_ORDINARY) where none does.
 */
const char *names_name(const struct names *n, uint32_t addr);
/* What a line of this MAC alone says; NULL none. */
const char *names_mac_name(const struct names *n, uint64_t mac);
const char *names_zone(const struct names *n, uint32_t addr);
enum host_role names_role(const struct names *n, uint32_t addr);
/* Single addresses (no networks) of this name, ascending: the i-th. */
bool names_member(const struct names *n, const char *name, size_t i,
		  uint32_t *addr);
/*
 * All addresses that names_name calls so by their own lines, as networks in no
 * order, some perhaps twice; how many. *nets is the caller's to free. A MAC's
 * address is not among them.
 */
size_t names_nets(const struct names *n, const char *name, struct cidr **nets);
/* Is there any line with this name? */
bool names_has(const struct names *n, const char *name);
/*
 * The lowest address of the machine that addr belongs to, or addr itself: one
 * number for all addresses of a machine. Only lines of single addresses count:
 * a network's name makes no machine, and a MAC's address is not known before
 * traffic was seen.
 */
uint32_t names_machine(const struct names *n, uint32_t addr);
/* True when both addresses are lines of one machine, or equal. */
bool names_same_machine(const struct names *n, uint32_t a, uint32_t b);
/* Are both MACs in lines of one name: cards of one machine, or of a pair? */
bool names_same_card(const struct names *n, uint64_t a, uint64_t b);

/*
 * Inside is what the file says, else private addresses (addr_is_private),
 * else any /24 in which three or more hosts were seen on the link with a
 * MAC of their own: note every record first, then ask.
 */
void names_note_link(struct names *n, const struct record *r);
bool names_is_inside(const struct names *n, uint32_t addr);
/* What was taken for inside, for the coverage: "192.168.0.0/16, ...". */
void names_put_inside(const struct names *n, struct text *t);

#endif
