/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every bound that input can run into, in one place.
 *
 * A table that input can grow has its limit here, a rule for what happens at
 * the limit (refuse, evict, stop counting) named beside it, and a counter in
 * the coverage. Nothing here is a tuning knob for speed only, except the
 * buffer sizes at the end.
 */
#ifndef OTCAP_LIMITS_H
#define OTCAP_LIMITS_H

enum {
	/* Captures given to one run; more is refused by name. */
	LIMIT_CAPTURES = 65536,
	/* Largest record a reader accepts; a longer one is damage. */
	LIMIT_RECORD_BYTES = 1 << 24,
	/* Largest pcapng block; a longer one is damage. */
	LIMIT_BLOCK_BYTES = (1 << 24) + 4096,
	/* Interfaces of one pcapng section; more is damage. */
	LIMIT_INTERFACES = 65536,
	/* Headers on top of each other in one frame; deeper is damaged. */
	LIMIT_DECODE_DEPTH = 16,
	/* 802.1Q tags remembered for one frame; further ones are skipped. */
	LIMIT_VLAN_TAGS = 4,
	/* Datagrams under reassembly at once; the oldest is given up. */
	LIMIT_FRAGMENTS = 4096,
	/* Flows of one run; beyond it packets are counted, not metered. */
	LIMIT_FLOWS = 200000000,
	/* Distinct MAC addresses, VLAN stacks and sets of each; beyond it
	 * "too many" stands for the rest. */
	LIMIT_INTERNED = 1 << 20,
	/* MAC addresses named for one side of a flow. */
	LIMIT_SET_MEMBERS = 16,
	/* Payloads of one side that are looked at to find the protocol;
	 * then it is given up. */
	LIMIT_LOOKS = 8,
	/* Services of one client that are searched for port habits; a client
	 * of more is a scanner or a gateway and has none. */
	LIMIT_HABITS = 4096,
	/* Endpoints that messages gave away; further ones are not kept. */
	LIMIT_HINTS = 65536,
	/* Names that machines say they have, all and of one address (then
	 * those first in their order are kept); further ones are counted. */
	LIMIT_NAMES = 1 << 16,
	LIMIT_HOST_NAMES = 16,
	/* (caller, port) pairs of datagrams to groups; beyond it they are
	 * counted. */
	LIMIT_CALLS = 65536,
	/* (address, MAC) pairs seen in ARP; beyond it they are counted. */
	LIMIT_ARP_PAIRS = 1 << 20,
	/* Hardware addresses whose questions in ARP are counted by the
	 * minute; beyond it their ARP packets are counted as unlisted. */
	LIMIT_ASKERS = 4096,
	/* Addresses asked for in a minute that are told apart. */
	LIMIT_ASKED = 256,
	/* Addresses whose holder on the link is remembered, and changes from
	 * one holder to another; beyond them claims are only counted. */
	LIMIT_HOLDERS = 1 << 18,
	LIMIT_HANDOVERS = 1 << 16,
	/* (sender, kind) pairs of packets set aside; beyond it packets are
	 * counted without their sender. */
	LIMIT_SENDERS = 1 << 16,
	/* One CSV field, in bytes; a longer one is an error. */
	LIMIT_FIELD_BYTES = 65536,
	/* Columns of one CSV row. */
	LIMIT_COLUMNS = 256,
	/* Ports of a site's own services, a range port by port; a file with
	 * more is refused. */
	LIMIT_SITE_PORTS = 1 << 20,
	/* Rules of one baseline. */
	LIMIT_RULES = 10000000,
	/* Client ports remembered for one learned conversation; beyond it
	 * the port counts as changing. */
	LIMIT_SEEN_PORTS = 64,
	/* Other words remembered of one learned conversation (addresses,
	 * captures, operations); the first in their order are kept. */
	LIMIT_SEEN_WORDS = 64,
	/* Members listed inside one finding; the rest is counted. */
	LIMIT_FINDING_MEMBERS = 20,
	/* What a spreadsheet keeps of one cell, less some room; conversations
	 * of a finding that do not fit there are only counted. */
	LIMIT_CELL_BYTES = 32000,
	/* Servers of one rule whose port follows their address, in an export;
	 * a rule of more is left out and counted. */
	LIMIT_EXPORT_FOLLOWING = 4096,
	/* Comparisons of addresses and ports in one filter, refused above: in
	 * one of libpcap, which compiles this many in 5 s, twice as many in
	 * 30 s; in a search of Arkime, whose database takes 1,024 clauses if
	 * nobody changed it. */
	LIMIT_EXPORT_BPF_TESTS = 6000,
	LIMIT_EXPORT_ARKIME_TESTS = 1000,
	/* What Linux takes as one argument of a command, without the NUL; an
	 * expression that is longer is said to be. */
	LIMIT_ARGUMENT_BYTES = 131071,
	/* Edges of one graph; beyond it the graph is refused. */
	LIMIT_GRAPH_EDGES = 20000,

	/* Packets handed on at once. */
	BATCH_FRAMES = 64,
	/* A reader's block buffer. */
	READ_BLOCK_BYTES = 1 << 16,
	/* Text gathered before it is written. */
	TEXT_FLUSH_BYTES = 1 << 16
};

#endif
