/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every capture that is there, packet by packet, against libpcap: as many,
 * the same bytes, lengths and times.
 */
#include "read/source.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <pcap/pcap.h>
#include <string.h>

#include "ground/stamp.h"
#include "read/stream.h"

/* Files that libpcap gives up inside and we read on, by name. */
static const struct {
	const char *name, *why;
} refused[] = {
	{ "pcapng-mixed.pcapng", "different from the type of the first" },
	{ "pcapng-sections.pcapng", "pcapng block size" },
};

static const char *refusal(const char *path)
{
	const char *name = strrchr(path, '/') + 1;

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (!strcmp(refused[i].name, name))
			return refused[i].why;
	return NULL;
}

static bool is_plain_capture(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && (!strcmp(dot, ".pcap") || !strcmp(dot, ".pcapng"));
}

/* False where libpcap refuses what the list says it does. */
static bool same_packet(pcap_t *p, const struct frame *f, const char *path)
{
	struct pcap_pkthdr *h;
	const u_char *bytes;
	int rc = pcap_next_ex(p, &h, &bytes);

	if (rc == PCAP_ERROR && refusal(path)) {
		cr_expect(strstr(pcap_geterr(p), refusal(path)), "%s: %s",
			  path, pcap_geterr(p));
		return false;
	}
	cr_assert_eq(rc, 1, "%s: %s", path, pcap_geterr(p));
	cr_assert_eq(h->ts.tv_sec * NS_PER_SECOND + h->ts.tv_usec, f->time_ns,
		     "%s", path);
	cr_assert_eq(h->caplen, f->caplen, "%s", path);
	cr_assert_eq(h->len, f->len, "%s", path);
	cr_assert(!memcmp(bytes, f->bytes, f->caplen), "%s", path);
	return true;
}

/* Both end at the same packet, and both say whether that is the end. */
static void compare(pcap_t *p, struct source *src, const char *path)
{
	const struct capture *c = source_capture(src, 0);
	static struct batch b;
	struct pcap_pkthdr *h;
	const u_char *bytes;
	int rc;

	while (source_next(src, &b))
		for (size_t i = 0; i < b.n; i++)
			if (!same_packet(p, &b.frames[i], path))
				return;
	rc = pcap_next_ex(p, &h, &bytes);
	cr_expect(!refusal(path), "%s: libpcap read it after all", path);
	cr_expect(rc != 1, "%s: libpcap reads more", path);
	cr_expect_eq(rc == PCAP_ERROR, c->cut || c->damaged, "%s: %s; %s", path,
		     pcap_geterr(p), c->damage.msg);
}

static void compare_file(const char *path)
{
	char why[PCAP_ERRBUF_SIZE];
	struct source *src = source_new();
	struct stream *s;
	struct err e;
	pcap_t *p = pcap_open_offline_with_tstamp_precision(
		path, PCAP_TSTAMP_PRECISION_NANO, why);

	cr_assert(p != NULL, "%s: %s", path, why);
	s = stream_open(path, &e);
	cr_assert(s != NULL, "%s", e.msg);
	cr_assert(!source_add(src, s, path, &e), "%s", e.msg);
	compare(p, src, path);
	source_free(src);
	pcap_close(p);
}

static void compare_folder(const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *entry;
	size_t n = 0;
	char path[512];

	if (!d)
		cr_skip_test("skipped: %s is not there", folder);
	while ((entry = readdir(d))) {
		if (!is_plain_capture(entry->d_name))
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		compare_file(path);
		n++;
	}
	closedir(d);
	if (!n)
		cr_skip_test("skipped: no capture in %s", folder);
}

Test(source_libpcap, testdata)
{
	compare_folder("testdata");
}

Test(source_libpcap, real_captures)
{
	compare_folder("../shared/captures");
}
