/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Captures from any bytes, plain and compressed: every frame is counted,
 * damage is said, and merging with a capture without packets changes nothing.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ground/hash.h"
#include "ground/text.h"
#include "read/source.h"
#include "read/stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct sum {
	uint64_t n, hash;
};

static struct batch batch;

static void add_frame(struct sum *sum, const struct frame *f)
{
	const uint64_t facts[] = {
		(uint64_t)f->time_ns, f->caplen, f->len, f->linktype, f->fcs_len
	};

	if (f->len < f->caplen)
		abort();
	sum->n++;
	sum->hash = hash_bytes(facts, sizeof facts, sum->hash);
	sum->hash = hash_bytes(f->bytes, f->caplen, sum->hash);
}

static const char *path_of(int fd)
{
	static char path[2][32];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof path[turn], "/proc/self/fd/%d", fd);
	return path[turn];
}

static void add(struct source *src, int fd)
{
	const char *path = path_of(fd);
	struct err e;
	struct stream *s = stream_open(path, &e);

	if (!s)
		abort();
	source_is_capture(s);
	*e.msg = '\0';
	if (source_add(src, s, path, &e) && !*e.msg)
		abort();
}

static struct sum read_all(struct source *src)
{
	struct sum sum = { 0, 0 };
	uint64_t counted = 0;

	while (source_next(src, &batch))
		for (size_t i = 0; i < batch.n; i++)
			add_frame(&sum, &batch.frames[i]);
	for (size_t i = 0; i < source_n_captures(src); i++) {
		const struct capture *c = source_capture(src, i);

		counted += c->n_frames;
		if ((c->cut || c->damaged) && !*c->damage.msg)
			abort();
	}
	if (counted != sum.n)
		abort();
	source_free(src);
	return sum;
}

static int file_of(const void *p, size_t n)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	if (fd < 0 || write(fd, p, n) != (ssize_t)n)
		abort();
	return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t empty[24] = { 0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4 };
	int fd = file_of(data, size), none = file_of(empty, sizeof empty);
	struct source *alone = source_new(), *merged = source_new();
	struct sum one, other;

	add(alone, fd);
	add(merged, fd);
	add(merged, none);
	one = read_all(alone);
	other = read_all(merged);
	if (one.n != other.n || one.hash != other.hash)
		abort();
	close(fd);
	close(none);
	return 0;
}
