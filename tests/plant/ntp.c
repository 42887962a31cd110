/* SPDX-License-Identifier: BSD-3-Clause */
#include "talk.h"

enum {
	PORT_NTP = 123,
	VERSION_CLIENT = 0xe3,	/* clock unsynchronised, version 4, client */
	VERSION_SERVER = 0x24,
};

/* Seconds from 1900 (RFC 5905, 6) and a 32-bit fraction. */
static void put_time(struct bytes *b, int64_t ns)
{
	uint64_t part = (uint64_t)(ns % NS_PER_S);

	put_be32(b, (uint32_t)(ns / NS_PER_S + 2208988800LL));
	put_be32(b, (uint32_t)((part << 32) / NS_PER_S));
}

static void put_head(struct bytes *b, unsigned version, unsigned stratum)
{
	put_u8(b, version);
	put_u8(b, stratum);
	put_u8(b, 10);
	put_u8(b, 0xe9);
	put_be32(b, stratum ? 0x00000212 : 0x00010000);
	put_be32(b, stratum ? 0x000007a1 : 0x00010000);
}

void ntp_ask(struct sim *sim, int64_t t, const struct host *client)
{
	int64_t answer = t + sim_between(sim, 250, 900) * NS_PER_US;
	struct bytes *b = net_body(sim);

	put_head(b, VERSION_CLIENT, 0);
	put_fill(b, 0, 4 + 3 * 8);
	put_time(b, t - 30 * NS_PER_US);
	udp_send(sim, t, &(struct route){ client, &host_gateway,
					  PORT_NTP, PORT_NTP });

	b = net_body(sim);
	put_head(b, VERSION_SERVER, 2);
	put_be32(b, host_outside.ip + 7);
	put_time(b, t - 37 * NS_PER_S);
	put_time(b, t - 30 * NS_PER_US);
	put_time(b, t + 90 * NS_PER_US);
	put_time(b, answer - 40 * NS_PER_US);
	udp_send(sim, answer, &(struct route){ &host_gateway, client,
					       PORT_NTP, PORT_NTP });
}
