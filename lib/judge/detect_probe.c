/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/detect_probe.h"

enum {
	/* Ports that clients are given begin here or higher (RFC 6335 says
	 * 49152, Linux 32768). */
	EPHEMERAL = 32768,
	WELL_KNOWN = 1024,
	/* Packets of a side that say no more than a knock and its echo. */
	KNOCK_PACKETS = 2,
	/* One-way datagrams with data beyond this are a feed (logs, traps). */
	FEED_PACKETS = 10
};

static enum role other(enum role role)
{
	return role == ROLE_CLIENT ? ROLE_SERVER : ROLE_CLIENT;
}

static void set_ends(const struct record *r, enum role source, struct probe *p)
{
	enum role far = other(source);

	p->source = r->addr[source];
	p->host = r->addr[far];
	p->port = r->port[far];
	p->proto = record_proto(r);
}

static bool tcp_opened(const struct record *r, enum role source,
		       struct probe *p)
{
	enum role far = other(source);
	bool early = r->quirks & QUIRK_SYN_PAYLOAD;

	set_ends(r, source, p);
	p->reaction = (uint8_t)flow_reaction(r);
	p->talked = r->payload[far] ||
		(r->payload[source] &&
		 (!early || p->reaction == REACTION_ANSWERED));
	return true;
}

/*
 * No opening was seen: an established connection, or one side's stray
 * packets (FIN and ACK scans, or the resets of a victim whose scanner the
 * mirror does not show). In both strays it is the low port that is tried.
 */
static bool tcp_stray(const struct record *r, struct probe *p)
{
	enum role target;

	if (r->payload[0] || r->payload[1] || r->packets[0] > KNOCK_PACKETS ||
	    r->packets[1] > KNOCK_PACKETS) {
		set_ends(r, ROLE_CLIENT, p);
		p->reaction = REACTION_ANSWERED;
		p->talked = true;
		return true;
	}
	target = r->port[ROLE_CLIENT] < r->port[ROLE_SERVER] ? ROLE_CLIENT :
		ROLE_SERVER;
	if (r->port[target] >= EPHEMERAL ||
	    r->port[ROLE_CLIENT] == r->port[ROLE_SERVER])
		return false;
	set_ends(r, other(target), p);
	p->reaction = r->packets[target] ? REACTION_REFUSED : REACTION_NONE;
	p->talked = false;
	return true;
}

static bool tcp_probe(const struct record *r, struct probe *p)
{
	if (r->initiator != ROLE_NONE)
		return tcp_opened(r, r->initiator, p);
	if (r->state == CONN_S0 || r->state == CONN_REJ)
		return tcp_opened(r, ROLE_CLIENT, p);
	return tcp_stray(r, p);
}

/*
 * The verdict's client asks. A datagram from a server's port alone is a
 * reply to somebody not shown, unless it knocks at a well-known port: then
 * the scanner hides behind a source port that firewalls let pass.
 */
static bool udp_probe(const struct record *r, struct probe *p)
{
	enum role source = ROLE_CLIENT, far;

	if (!r->packets[ROLE_CLIENT]) {
		if (r->port[ROLE_CLIENT] >= WELL_KNOWN ||
		    r->port[ROLE_CLIENT] == r->port[ROLE_SERVER])
			return false;
		source = ROLE_SERVER;
	}
	far = other(source);
	set_ends(r, source, p);
	p->reaction = r->packets[far] ? REACTION_ANSWERED : REACTION_NONE;
	p->talked = r->payload[far] || (r->payload[source] &&
					r->packets[source] > FEED_PACKETS);
	return true;
}

bool probe_of(const struct scene *s, const struct record *r, struct probe *p)
{
	if (r->kind == RECORD_TCP)
		return tcp_probe(r, p);
	if (!udp_probe(r, p))
		return false;
	if (scene_answered_elsewhere(s, r)) {
		p->reaction = REACTION_ANSWERED;
		p->talked = true;
	}
	return true;
}
