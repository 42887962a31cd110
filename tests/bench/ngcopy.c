/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ngcopy < PCAP > PCAPNG: the same packets as pcapng, so that both formats are
 * measured on one traffic. Only for what the plant writes: microseconds, in the
 * byte order of this machine.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define BLOCK_BYTES 65536

static void put(const uint32_t *words, size_t n)
{
	fwrite(words, 4, n, stdout);
}

static void put_headers(uint32_t linktype, uint32_t snaplen)
{
	const uint32_t section[] = { 0x0a0d0d0a, 28, 0x1a2b3c4d, 1,
				     0xffffffff, 0xffffffff, 28 };
	const uint32_t interface[] = { 1, 20, linktype, snaplen, 20 };

	put(section, 7);
	put(interface, 5);
}

/* The record header: seconds, microseconds, captured, original length. */
static int copy_record(const uint32_t *record)
{
	static uint8_t body[BLOCK_BYTES];
	uint64_t time_us = record[0] * 1000000ULL + record[1];
	uint32_t padded = (record[2] + 3) & ~3u;
	uint32_t block[] = { 6, padded + 32, 0, (uint32_t)(time_us >> 32),
			     (uint32_t)time_us, record[2], record[3] };

	if (record[2] > sizeof body - 4)
		return -1;
	memset(body + record[2], 0, 4);
	if (fread(body, 1, record[2], stdin) != record[2])
		return -1;
	put(block, 7);
	fwrite(body, 1, padded, stdout);
	put(&block[1], 1);
	return 0;
}

int main(void)
{
	uint32_t header[6], record[4];

	if (fread(header, 4, 6, stdin) != 6 || header[0] != 0xa1b2c3d4) {
		fprintf(stderr, "ngcopy: not a pcap file of this machine\n");
		return 2;
	}
	put_headers(header[5], header[4]);
	while (fread(record, 4, 4, stdin) == 4) {
		if (copy_record(record) != 0) {
			fprintf(stderr, "ngcopy: damaged record\n");
			return 2;
		}
	}
	return fflush(stdout) != 0 || ferror(stdout) ? 2 : 0;
}
