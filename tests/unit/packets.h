/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Packets for tests of the flow layer: told as a story, made into frames,
 * metered or read from a capture in memory.
 *
 * A story is Zeek's history alphabet, capital letters from side 0 (the lower
 * endpoint, mostly the client), small ones from side 1, each a millisecond
 * after the one before:
 *   S SYN   H SYN-ACK   A ACK   D 10 bytes of data   F FIN   R RST
 *   Q the RST of a closed port   N a segment with no flag at all
 * A digit behind S says which initial sequence number (1 unless said); `_`
 * lets a second pass. H, A, D, F and Q acknowledge the peer's latest SYN.
 */
#ifndef OTCAP_TEST_PACKETS_H
#define OTCAP_TEST_PACKETS_H

#include <stddef.h>
#include <stdint.h>

#include "ground/addr.h"
#include "understand/meter.h"
#include "understand/run.h"
#include "understand/tally.h"

enum { LOW = ADDR(10, 0, 0, 1), HIGH = ADDR(10, 0, 0, 2) };
enum { LOW_PORT = 40000, HIGH_PORT = 502 };
enum { LOW_MAC = 0x0a, HIGH_MAC = 0x0b };

/* One packet; what is 0 is as said behind it. */
struct shot {
	int64_t at_ns;
	unsigned from;		/* side 0 */
	uint8_t proto;		/* TCP */
	uint8_t flags;		/* enum tcp_flags */
	uint8_t ttl, fill;	/* each byte of payload */
	uint16_t id;		/* IP id */
	uint16_t len;		/* payload bytes; of a later fragment, all
				 * behind the IP header */
	uint16_t fragment;	/* as in the header: flags and offset / 8 */
	uint16_t vlan[2];	/* no tag */
	uint32_t seq, ack;
	uint32_t addr[2];	/* LOW, HIGH */
	uint16_t port[2];	/* LOW_PORT, HIGH_PORT */
	uint64_t mac[2];	/* LOW_MAC, HIGH_MAC */
	const uint8_t *data;	/* len octets of payload; NULL: fill */
};

enum { MORE = 0x2000, SHOT_BYTES = 2048, STORY_SHOTS = 64 };

/* The bytes of an Ethernet frame. */
size_t shot_frame(const struct shot *s, uint8_t buf[SHOT_BYTES]);
/* The shots of a story, their number. */
size_t story(const char *text, struct shot shots[STORY_SHOTS]);

/* A meter and one tally, to be fed with shots. */
struct world {
	struct meter meter;
	struct tally tally;
};

/* NULL: no limit, no option. */
void world_init(struct world *w, const struct meter_options *o);
void world_release(struct world *w);
void world_play(struct world *w, const struct shot *shots, size_t n);
void world_tell(struct world *w, const char *text);
const struct flow *world_flow(const struct world *w, size_t i);

/* A capture of the shots with nanoseconds, as a path; and its bytes. */
const char *shots_capture(const struct shot *shots, size_t n);
void shots_pcap(struct text *t, const struct shot *shots, size_t n);

/*
 * The flow CSV of these inputs; then a line "!message" for each trouble and
 * "?message" for each warning. Options may be NULL. Lives to the end.
 */
const char *flows_csv(const char *const *paths, size_t n,
		      const struct run_options *o);
const char *flows_csv_of(const char *path);
/* Field number i (from 0) of line number row; unquoted; as above. */
const char *csv_field(const char *csv, size_t row, size_t i);

#endif
