/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a protocol has to say about itself, so that its messages are found on
 * any port and tell who asks and who answers.
 *
 * A protocol is one struct protocol in one file of its family, and one line
 * in protocols.c. It says where a message ends (length) and what a message
 * says (message); following messages through segments, remembering votes and
 * deciding when a flow has settled is inspect's work, deciding who is the
 * client is direction's. Pure: no allocation, no I/O, any bytes are survived;
 * only the bytes from p to p + n are read.
 */
#ifndef OTCAP_PROTOCOL_H
#define OTCAP_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Results of length() that are no length. */
enum { NOT_MINE = -1, NEED_MORE = 0 };

enum { PROTOCOL_TCP = 1 << 0, PROTOCOL_UDP = 1 << 1 };

/*
 * How much one message that passes length() proves. Strong: a magic value
 * with a length or checksum that must agree. Medium: several fields that
 * must agree. Weak: bytes that other traffic has, too; needs its own port
 * and both ends before it counts.
 */
enum proof { PROOF_WEAK = 1, PROOF_MEDIUM = 2, PROOF_STRONG = 4 };

/* Bits of a message's operation: index into protocol.operations. */
#define OPERATION(i) (UINT64_C(1) << (i))
enum { MAX_OPERATIONS = 64 };

enum {
	PROTOCOL_PORTS = 12,	/* of its own, for support and for pairing */
	PROTOCOL_MEMORY = 8,	/* octets a side may remember */
	PROTOCOL_CARRY = 32	/* octets of a header split by segments */
};

struct protocol_memory {
	uint8_t own[PROTOCOL_MEMORY];	/* of the side that speaks */
	uint8_t peer[PROTOCOL_MEMORY];	/* of the other one */
};

/* One message, or as much of it as one segment brought. */
struct message {
	const uint8_t *p;
	size_t n;		/* octets that are there */
	size_t len;		/* octets of the whole message */
	uint16_t port[2];	/* of the sender, of the receiver */
	bool udp;
	struct protocol_memory *memory;
};

enum speech {
	SPEECH_NEITHER,
	SPEECH_REQUEST,
	SPEECH_RESPONSE,
	SPEECH_SEARCH,		/* who is there? From anybody; what answers
				 * it was asked all the same */
	SPEECH_REVERSE		/* a request that the server's end may make
				 * of the client's: tells nothing of who is
				 * which */
};

/* Another endpoint that this message gives away. */
struct hint {
	uint32_t addr;		/* 0: the sender's, or for_peer the peer's */
	uint16_t port;		/* 0: no hint */
	uint8_t proto;		/* 6 or 17 */
	bool for_peer;
	bool by_client;		/* the client says so; a request always is */
};

/* What a message calls a machine. */
enum { NAME_OCTETS = 64, MESSAGE_NAMES = 8 };

struct naming {
	uint32_t addr;		/* whose name it is; 0: the sender's */
	uint8_t n;
	char text[NAME_OCTETS];	/* any octets; no NUL at the end */
	const char *source;	/* "dhcp": a word, static */
	bool hearsay;		/* of a third machine, by who knows it */
};

struct namings {
	struct naming item[MESSAGE_NAMES];
	unsigned n;
};

struct saying {
	enum speech speech;
	bool names;		/* it names machines: names() tells them */
	uint64_t operations;	/* what is asked, or the errors answered */
	uint32_t pair;		/* transaction number + 1; 0: none. The first
				 * of two with one number is the request */
	struct hint hint;
};

struct protocol {
	const char *name;	/* the service's word in the flow CSV */
	uint8_t transports;	/* PROTOCOL_TCP, PROTOCOL_UDP */
	uint8_t proof;		/* enum proof of one message */
	bool ot;		/* operations go on being noted */
	bool loose;		/* lines or headers among other octets: what is
				 * not recognised belongs to it all the same */
	bool peer;		/* has no master: never client and server */
	bool wrapper;		/* carries another service unseen: its port's
				 * name (https, ldaps) says more than this */
	bool unproven;		/* no sample that we did not make ourselves:
				 * counts as weak evidence */
	uint16_t ports[PROTOCOL_PORTS];	/* 0 ends */
	uint16_t mapper;	/* where its other ports are agreed; 0: none */
	const char *hinted;	/* service of the endpoints that its hints
				 * name; NULL: its own */
	/* "class:name" each, up to MAX_OPERATIONS, NULL ends; may be NULL. */
	const char *const *operations;
	/*
	 * Octets of the message that begins at p, NEED_MORE when n octets do
	 * not tell, NOT_MINE. UDP: n is the datagram; messages must fill it.
	 */
	int32_t (*length)(const uint8_t *p, size_t n, bool udp);
	/* False: not mine after all. *s comes zeroed. */
	bool (*message)(const struct message *m, struct saying *s);
	/* After a message that set saying.names; *out comes empty. NULL where
	 * none does. */
	void (*names)(const struct message *m, struct namings *out);
	/*
	 * Optional, for what OT says over and over: what decides the meaning
	 * of a payload of n octets, one message or several, as a number; 0: it
	 * must be looked at. Of two payloads of one length and one gist,
	 * where one is whole messages to length() that message() takes, saying
	 * neither hint nor names nor SPEECH_REVERSE and leaving the memory as
	 * it was, the same holds for the other with the same memory, and as
	 * much is said: requests, responses, errors, operations, for all
	 * transports and all ports at which message() takes one of them. The
	 * pair may be another; a peer's messages have none.
	 */
	uint64_t (*gist)(const uint8_t *p, size_t n);
	/* What a flow is more exactly, by what its sides remember; with the
	 * same operations. NULL: never anything but this. */
	const struct protocol *(*variant)(const uint8_t *side0,
					  const uint8_t *side1);
};

/* One of these ports, of a packet's two ends, is its own. */
static inline bool protocol_has_port(const struct protocol *p,
				     const uint16_t port[2])
{
	for (unsigned i = 0; i < PROTOCOL_PORTS && p->ports[i]; i++)
		if (p->ports[i] == port[0] || p->ports[i] == port[1])
			return true;
	return false;
}

/* All of them, strongest proof first; ended by NULL. */
extern const struct protocol *const protocols[];

/* Of them, in the same order, those that tell names in datagrams. */
extern const struct protocol *const naming_protocols[];

#endif
