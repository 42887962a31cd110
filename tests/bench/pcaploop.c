/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * pcaploop CAPTURE: the yardstick. libpcap reads every packet and a callback
 * counts it: the least a program does that reads with libpcap.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

#include <pcap/pcap.h>

static void count(u_char *arg, const struct pcap_pkthdr *h, const u_char *p)
{
	uint64_t *total = (void *)arg;

	(void)p;
	total[0]++;
	total[1] += h->len;
}

int main(int argc, char **argv)
{
	char why[PCAP_ERRBUF_SIZE];
	uint64_t total[2] = { 0, 0 };
	pcap_t *in;
	int rc;

	if (argc != 2) {
		fprintf(stderr, "usage: pcaploop CAPTURE\n");
		return 2;
	}
	in = pcap_open_offline(argv[1], why);
	if (!in) {
		fprintf(stderr, "pcaploop: %s\n", why);
		return 2;
	}
	do {
		rc = pcap_dispatch(in, -1, count, (u_char *)total);
	} while (rc > 0);
	if (rc < 0)
		fprintf(stderr, "pcaploop: %s\n", pcap_geterr(in));
	printf("%" PRIu64 " packets, %" PRIu64 " bytes\n", total[0], total[1]);
	pcap_close(in);
	return rc < 0 ? 2 : 0;
}
