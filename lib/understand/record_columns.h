/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The columns of the flow CSV, in the order in which they are written.
 * Private to the writer (record) and the reader (record_csv).
 */
#ifndef OTCAP_RECORD_COLUMNS_H
#define OTCAP_RECORD_COLUMNS_H

enum column {
	COL_FIRST, COL_LAST, COL_PROTO, COL_CLIENT, COL_CLIENT_PORT,
	COL_SERVER, COL_SERVER_PORT, COL_SERVICE, COL_STATE, COL_C_PACKETS,
	COL_S_PACKETS, COL_C_BYTES, COL_S_BYTES, COL_C_PAYLOAD,
	COL_S_PAYLOAD, COL_INITIATOR, COL_DIRECTION, COL_CONFIDENCE,
	COL_QUIRKS, COL_OPERATIONS, COL_MAX_GAP, COL_PEAK_HOUR_PACKETS,
	COL_PEAK_HOUR_PAYLOAD, COL_CLIENT_MAC, COL_SERVER_MAC, COL_VLAN,
	COL_COMMUNITY_ID, COL_ERRORS, COL_PEAK_HOUR_ERRORS, COL_AGREED,
	COL_CLIENT_NAME, COL_SERVER_NAME, N_COLUMNS
};

static const char *const column_names[N_COLUMNS] = {
	[COL_FIRST] = "first",
	[COL_LAST] = "last",
	[COL_PROTO] = "proto",
	[COL_CLIENT] = "client",
	[COL_CLIENT_PORT] = "client_port",
	[COL_SERVER] = "server",
	[COL_SERVER_PORT] = "server_port",
	[COL_SERVICE] = "service",
	[COL_STATE] = "state",
	[COL_C_PACKETS] = "c_packets",
	[COL_S_PACKETS] = "s_packets",
	[COL_C_BYTES] = "c_bytes",
	[COL_S_BYTES] = "s_bytes",
	[COL_C_PAYLOAD] = "c_payload",
	[COL_S_PAYLOAD] = "s_payload",
	[COL_INITIATOR] = "initiator",
	[COL_DIRECTION] = "direction",
	[COL_CONFIDENCE] = "confidence",
	[COL_QUIRKS] = "quirks",
	[COL_OPERATIONS] = "operations",
	[COL_MAX_GAP] = "max_gap",
	[COL_PEAK_HOUR_PACKETS] = "peak_hour_packets",
	[COL_PEAK_HOUR_PAYLOAD] = "peak_hour_payload",
	[COL_CLIENT_MAC] = "client_mac",
	[COL_SERVER_MAC] = "server_mac",
	[COL_VLAN] = "vlan",
	[COL_COMMUNITY_ID] = "community_id",
	[COL_ERRORS] = "errors",
	[COL_PEAK_HOUR_ERRORS] = "peak_hour_errors",
	[COL_AGREED] = "agreed",
	[COL_CLIENT_NAME] = "client_name",
	[COL_SERVER_NAME] = "server_name",
};

#endif
