/* SPDX-License-Identifier: BSD-3-Clause */
#include "captures.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "read/stream.h"

/* What can be reached at the end is no leak to LeakSanitizer. */
static const void *volatile kept[1 << 16];
static size_t n_kept;

const void *keep(const void *p)
{
	cr_assert(n_kept < sizeof kept / sizeof *kept);
	kept[n_kept++] = p;
	return p;
}

static void make(struct maker *m, uint64_t v, int octets)
{
	for (int i = 0; i < octets; i++) {
		int at = m->big ? octets - 1 - i : i;

		text_putc(&m->out, (char)(v >> 8 * at & 255));
	}
}

void make16(struct maker *m, uint16_t v)
{
	make(m, v, 2);
}

void make32(struct maker *m, uint32_t v)
{
	make(m, v, 4);
}

void make64(struct maker *m, uint64_t v)
{
	make(m, v, 8);
}

void make_pcap(struct maker *m, uint32_t magic, uint32_t version,
	       uint32_t linktype)
{
	make32(m, magic);
	make16(m, (uint16_t)(version >> 16));
	make16(m, (uint16_t)version);
	make64(m, 0);
	make32(m, 65535);
	make32(m, linktype);
	m->patched = magic == 0xa1b2cd34;
}

void make_record(struct maker *m, const uint32_t head[4], const char *bytes,
		 size_t n)
{
	for (int i = 0; i < 4; i++)
		make32(m, head[i]);
	if (m->patched)
		make64(m, 0);
	text_add(&m->out, bytes, n);
}

void make_packet(struct maker *m, uint64_t time_us, const char *bytes)
{
	uint32_t n = (uint32_t)strlen(bytes);
	const uint32_t head[4] = {
		(uint32_t)(time_us / 1000000), (uint32_t)(time_us % 1000000),
		n, n
	};

	make_record(m, head, bytes, n);
}

void make_block(struct maker *m, uint32_t type, const void *body, size_t n)
{
	size_t pad = -n & 3;
	uint32_t len = (uint32_t)(12 + n + pad);

	make32(m, type);
	make32(m, len);
	text_add(&m->out, body, n);
	text_add(&m->out, "\0\0\0", pad);
	make32(m, len);
}

void make_section(struct maker *m)
{
	struct maker body = { .big = m->big };

	make32(&body, 0x1a2b3c4d);
	make16(&body, 1);
	make16(&body, 0);
	make64(&body, UINT64_MAX);
	make_block(m, 0x0a0d0d0a, body.out.s, body.out.len);
	text_release(&body.out);
}

void make_option(struct maker *m, uint16_t code, const void *value, size_t n)
{
	make16(m, code);
	make16(m, (uint16_t)n);
	text_add(&m->out, value, n);
	text_add(&m->out, "\0\0\0", -n & 3);
}

void make_interface(struct maker *m, uint16_t linktype, uint32_t snaplen,
		    const struct text *options)
{
	struct maker body = { .big = m->big };

	make16(&body, linktype);
	make16(&body, 0);
	make32(&body, snaplen);
	if (options)
		text_add(&body.out, options->s, options->len);
	make_block(m, 1, body.out.s, body.out.len);
	text_release(&body.out);
}

void make_enhanced(struct maker *m, uint32_t iface, uint64_t stamp,
		   const char *bytes)
{
	struct maker body = { .big = m->big };
	uint32_t n = (uint32_t)strlen(bytes);

	make32(&body, iface);
	make32(&body, (uint32_t)(stamp >> 32));
	make32(&body, (uint32_t)stamp);
	make32(&body, n);
	make32(&body, n);
	text_add(&body.out, bytes, n);
	make_block(m, 6, body.out.s, body.out.len);
	text_release(&body.out);
}

const char *memory_file(const void *p, size_t n)
{
	struct text path = { 0 };
	int fd = memfd_create("capture", MFD_CLOEXEC);

	cr_assert(fd >= 0, "memfd_create");
	cr_assert(write(fd, p, n) == (ssize_t)n, "write");
	text_printf(&path, "/proc/self/fd/%d", fd);
	return keep(path.s);
}

const char *memory_text(const struct text *t)
{
	return memory_file(keep(t->s), t->len);
}

void gzip_text(struct text *to, const void *p, size_t n)
{
	z_stream z = { .next_in = (z_const Bytef *)p, .avail_in = (uInt)n };

	cr_assert(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8,
			       Z_DEFAULT_STRATEGY) == Z_OK);
	text_reserve(to, deflateBound(&z, n));
	z.next_out = (Bytef *)to->s + to->len;
	z.avail_out = (uInt)deflateBound(&z, n);
	cr_assert(deflate(&z, Z_FINISH) == Z_STREAM_END);
	to->len += z.total_out;
	deflateEnd(&z);
}

/* With a checksum, as the zstd command writes. */
void zstd_text(struct text *to, const void *p, size_t n)
{
	ZSTD_CCtx *c = ZSTD_createCCtx();
	size_t made;

	cr_assert(c != NULL);
	ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
	text_reserve(to, ZSTD_compressBound(n));
	made = ZSTD_compress2(c, to->s + to->len, ZSTD_compressBound(n), p, n);
	cr_assert(!ZSTD_isError(made));
	to->len += made;
	ZSTD_freeCCtx(c);
}

void frame_text(struct text *t, const struct frame *f)
{
	text_printf(t, "%lld.%09d %u/%u %u+%u ",
		    (long long)(f->time_ns / NS_PER_SECOND),
		    (int)(f->time_ns % NS_PER_SECOND), f->caplen, f->len,
		    f->linktype, f->fcs_len);
	for (uint32_t i = 0; i < f->caplen; i++) {
		char c = (char)f->bytes[i];

		text_putc(t, c < 0x20 || c > 0x7e ? '.' : c);
	}
	text_putc(t, '\n');
}

static void read_source(struct text *t, struct source *src)
{
	struct batch *b = xmalloc(sizeof *b);

	while (source_next(src, b)) {
		cr_assert(b->n > 0 && b->n <= BATCH_FRAMES);
		for (size_t i = 0; i < b->n; i++)
			frame_text(t, &b->frames[i]);
	}
	cr_expect(!source_next(src, b), "the end stays");
	free(b);
}

void read_captures(struct text *t, const char *const *paths, size_t n)
{
	struct source *src = source_new();
	struct err e;

	for (size_t i = 0; i < n; i++) {
		struct stream *s = stream_open(paths[i], &e);

		cr_assert(s != NULL, "%s", e.msg);
		if (source_add(src, s, paths[i], &e))
			text_printf(t, "?%s\n", e.msg);
	}
	read_source(t, src);
	for (size_t i = 0; i < source_n_captures(src); i++) {
		const struct capture *c = source_capture(src, i);

		cr_expect(!(c->cut && c->damaged), "%s", paths[i]);
		if (c->cut || c->damaged)
			text_printf(t, "!%s: %s\n", c->cut ? "cut" : "damaged",
				    c->damage.msg);
	}
	text_puts(t, "");
	source_free(src);
}

const char *read_capture(const char *path)
{
	struct text t = { 0 };

	read_captures(&t, &path, 1);
	return keep(t.s);
}
