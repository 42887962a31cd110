/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Captures from any bytes, plain and compressed: every frame is counted,
 * damage is said, and merging with a capture without packets changes nothing.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"
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

static void add(struct source *src, const char *path)
{
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t empty[24] = { 0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4 };
	char path[MEMORY_PATH], none_path[MEMORY_PATH];
	int fd = memory_file(data, size, path);
	int none = memory_file(empty, sizeof empty, none_path);
	struct source *alone = source_new(), *merged = source_new();
	struct sum one, other;

	add(alone, path);
	add(merged, path);
	add(merged, none_path);
	one = read_all(alone);
	other = read_all(merged);
	if (one.n != other.n || one.hash != other.hash)
		abort();
	close(fd);
	close(none);
	return 0;
}
