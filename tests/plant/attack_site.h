/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One thing that goes wrong in an otherwise normal week of the site: what an
 * intruder does, or a fault. Each is put into a week in which other things
 * happen, and is the only one of its kind there.
 */
#ifndef PLANT_ATTACK_SITE_H
#define PLANT_ATTACK_SITE_H

#include "site.h"

struct site_attack {
	const char *name;
	uint64_t seed;			/* of the week */
	void (*plan)(struct site *s);	/* before the week, or NULL */
	void (*act)(struct site *s);	/* adds to its traffic, or NULL */
	const char *about;
};

/* Each ends with an entry without a name. */
extern const struct site_attack attacks_plc[], attacks_net[], attacks_known[];

const struct site_attack *site_attack_find(const char *name);
void site_attack_list(void);

/* What act() needs again and again. */
struct deed {
	const struct family *family;
	enum machine from, to;
	unsigned n;			/* exchanges, a second apart */
	uint16_t port;			/* 0: the family's */
};

void deed_run(struct site *s, int64_t t, const struct deed *d);
/* The end of a question that the server does not like, or not answer. */
enum reply { REPLY_NONE, REPLY_REFUSES, REPLY_OPENS };
void deed_probe(struct site *s, int64_t t, const struct route *r,
		enum reply reply);
/* A host that is none of the plant's. */
struct host stranger(uint32_t ip, unsigned last_octet_of_mac);

#endif
