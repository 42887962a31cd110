/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ground/alloc.h"
#include "read/codec.h"

enum {
	/* Enough to know the format and the first record of a capture, so
	 * that looking into thousands of files does not read them all. */
	FIRST_BYTES = 1 << 14,
	INPUT_BYTES = 1 << 18,
	PEEK_BYTES = 1 << 16
};

struct stream {
	int fd;
	char *name;	/* owned */
	off_t begin;	/* where a rewind goes; -1: a pipe */
	bool looked;	/* the first bytes were looked at */
	struct codec *codec;	/* NULL: bytes are handed on as they are */
	uint8_t *in;	/* compressed input; NULL without codec */
	size_t in_pos, in_len;
	bool in_end;
	uint8_t *ahead;	/* plain bytes read before they were asked */
	size_t ahead_pos, ahead_len;
	bool ended, failed;	/* after what is ahead */
	struct err failure;
};

static int open_file(const char *path, struct err *e)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0 && errno == EMFILE)
		return err_set(e, "%s: too many open files (the limit of "
				  "descriptors, see ulimit -n)",
			       path);
	if (fd < 0)
		return err_set(e, "%s: %s", path, strerror(errno));
	if (!fstat(fd, &st) && S_ISDIR(st.st_mode)) {
		close(fd);
		return err_set(e, "%s: %s", path, strerror(EISDIR));
	}
	return fd;
}

struct stream *stream_open(const char *path, struct err *e)
{
	bool standard = !strcmp(path, "-");
	int fd = standard ? STDIN_FILENO : open_file(path, e);
	struct stream *s;

	if (fd < 0)
		return NULL;
	s = xcalloc(1, sizeof *s);
	s->fd = fd;
	s->name = xstrdup(standard ? "standard input" : path);
	s->begin = lseek(fd, 0, SEEK_CUR);
	return s;
}

static void drop_buffers(struct stream *s)
{
	if (s->codec)
		s->codec->free(s->codec);
	s->codec = NULL;
	free(s->in);
	free(s->ahead);
	s->in = s->ahead = NULL;
	s->in_pos = s->in_len = s->ahead_pos = s->ahead_len = 0;
}

void stream_close(struct stream *s)
{
	if (!s)
		return;
	drop_buffers(s);
	if (s->fd != STDIN_FILENO)
		close(s->fd);
	free(s->name);
	free(s);
}

bool stream_rewind(struct stream *s)
{
	if (s->begin < 0 || lseek(s->fd, s->begin, SEEK_SET) < 0)
		return false;
	drop_buffers(s);
	s->looked = s->in_end = s->ended = s->failed = false;
	return true;
}

const char *stream_name(const struct stream *s)
{
	return s->name;
}

static void fail(struct stream *s, const char *why)
{
	s->failed = true;
	err_set(&s->failure, "%s: %s", s->name, why);
}

/* Bytes of the file; 0 at its end and on failure. */
static size_t read_some(struct stream *s, void *buf, size_t n)
{
	ssize_t got;

	do
		got = read(s->fd, buf, n);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		fail(s, strerror(errno));
	return got > 0 ? (size_t)got : 0;
}

static struct codec *codec_of(const uint8_t *p, size_t n)
{
	static const uint8_t zstd[4] = { 0x28, 0xb5, 0x2f, 0xfd };
	static const uint8_t skippable[3] = { 0x2a, 0x4d, 0x18 };

	if (n >= 2 && p[0] == 0x1f && p[1] == 0x8b)
		return gunzip_new();
	if (n >= 4 && (!memcmp(p, zstd, 4) ||
		       (p[0] >> 4 == 5 && !memcmp(p + 1, skippable, 3))))
		return unzstd_new();
	return NULL;
}

/* The first bytes decide between compressed input and plain bytes. */
static void look(struct stream *s)
{
	uint8_t *first = xmalloc(FIRST_BYTES);
	size_t n = 0, got;

	s->looked = true;
	do {
		got = read_some(s, first + n, FIRST_BYTES - n);
		n += got;
	} while (got && n < 4);
	s->codec = codec_of(first, n);
	if (!s->codec) {
		s->ahead = first;
		s->ahead_len = n;
		s->ended = !got;
		return;
	}
	s->in = xmalloc(INPUT_BYTES);
	memcpy(s->in, first, n);
	s->in_len = n;
	s->in_end = !got;
	free(first);
}

static size_t decode_some(struct stream *s, void *buf, size_t n)
{
	struct codec_io io = { .out = buf, .out_len = n };
	enum codec_result result = CODEC_MORE;

	while (io.out_len == n && result == CODEC_MORE) {
		if (s->in_pos == s->in_len && !s->in_end) {
			s->in_pos = 0;
			s->in_len = read_some(s, s->in, INPUT_BYTES);
			s->in_end = !s->in_len;
		}
		if (s->failed)
			return 0;
		io.in = s->in + s->in_pos;
		io.in_len = s->in_len - s->in_pos;
		io.last = s->in_end;
		result = s->codec->step(s->codec, &io);
		s->in_pos = s->in_len - io.in_len;
	}
	if (result == CODEC_DAMAGED)
		fail(s, io.why);
	s->ended = result == CODEC_END;
	return n - io.out_len;
}

/* Past what is ahead; 0 at the end and on failure. */
static size_t more(struct stream *s, void *buf, size_t n)
{
	size_t got;

	if (s->ended || s->failed)
		return 0;
	if (s->codec)
		return decode_some(s, buf, n);
	got = read_some(s, buf, n);
	s->ended = !got;
	return got;
}

static ssize_t answer(const struct stream *s, size_t n, struct err *e)
{
	if (n || !s->failed)
		return (ssize_t)n;
	*e = s->failure;
	return -1;
}

ssize_t stream_read(struct stream *s, void *buf, size_t n, struct err *e)
{
	size_t left;

	if (!s->looked)
		look(s);
	left = s->ahead_len - s->ahead_pos;
	if (!left)
		return answer(s, more(s, buf, n), e);
	if (n > left)
		n = left;
	memcpy(buf, s->ahead + s->ahead_pos, n);
	s->ahead_pos += n;
	if (n == left) {
		free(s->ahead);
		s->ahead = NULL;
		s->ahead_pos = s->ahead_len = 0;
	}
	return (ssize_t)n;
}

ssize_t stream_peek(struct stream *s, void *buf, size_t n, struct err *e)
{
	uint8_t *kept;
	size_t left, got;

	if (n > PEEK_BYTES)
		n = PEEK_BYTES;
	if (!s->looked)
		look(s);
	left = s->ahead_len - s->ahead_pos;
	if (left < n && !s->ended && !s->failed) {
		kept = xmalloc(PEEK_BYTES);
		if (left)
			memcpy(kept, s->ahead + s->ahead_pos, left);
		do {
			got = more(s, kept + left, n - left);
			left += got;
		} while (got && left < n);
		free(s->ahead);
		s->ahead = kept;
		s->ahead_pos = 0;
		s->ahead_len = left;
	}
	if (n > left)
		n = left;
	if (n)
		memcpy(buf, s->ahead + s->ahead_pos, n);
	return answer(s, n, e);
}
