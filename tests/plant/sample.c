/* SPDX-License-Identifier: BSD-3-Clause */
#include "sample.h"

#include "noise.h"
#include "talk.h"
#include "week.h"

static const struct {
	noise_fn *say;
	const struct host *host;
} noises[] = {
	{ noise_arp_gateway, &host_scada },
	{ noise_ping_gateway, &host_scada },
	{ noise_igmp_report3, &host_hmi },
	{ noise_igmp_report2, &host_plc[0] },
	{ noise_vrrp, &host_gateway },
	{ noise_lldp, &host_switch },
	{ noise_stp, &host_switch },
	{ noise_neighbour, &host_hmi },
	{ noise_mld_report, &host_hmi },
	{ noise_mdns, &host_maint },
	{ noise_llmnr, &host_hmi },
	{ noise_ssdp, &host_hmi },
	{ noise_netbios_query, &host_hmi },
	{ noise_browser, &host_scada },
};

static void run(struct sim *sim, uint64_t seed, bool with_talk)
{
	int64_t t = week_begin(seed);
	struct stint s = { t + NS_PER_S + 7153, t + 50 * NS_PER_S, t, END_FIN,
			   0 };

	sim_init(sim, seed);
	for (size_t i = 0; i < sizeof noises / sizeof *noises; i++)
		noises[i].say(sim, t + (int64_t)i * 3 * NS_PER_S +
			      sim_between(sim, 0, NS_PER_MS), noises[i].host);
	if (with_talk) {
		modbus_talk(sim, 0, &s);
		ntp_ask(sim, t + 5 * NS_PER_S + 86419, &host_scada);
		dhcp_renew(sim, t + 20 * NS_PER_S + 53077, &host_hmi,
			   &host_gateway);
	}
	tape_sort(&sim->tape);
	tape_number(&sim->tape, seed);
}

void sample_run(struct sim *sim, uint64_t seed)
{
	run(sim, seed, true);
}

void sample_run_noise(struct sim *sim, uint64_t seed)
{
	run(sim, seed, false);
}
