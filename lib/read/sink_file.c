/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/sink_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "ground/alloc.h"
#include "ground/limits.h"

enum { DEFLATED_BYTES = 1 << 17 };

struct deflater {
	z_stream z;
	uint8_t out[DEFLATED_BYTES];
};

/* No name and no time of day in the header: same packets, same bytes. */
static struct deflater *deflater_new(void)
{
	struct deflater *d = xcalloc(1, sizeof *d);

	if (deflateInit2(&d->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8,
			 Z_DEFAULT_STRATEGY) == Z_OK)
		return d;
	free(d);
	return NULL;
}

static void release(struct sink_file *f)
{
	if (f->fd >= 0 && f->fd != STDOUT_FILENO)
		close(f->fd);
	if (f->deflater) {
		deflateEnd(&f->deflater->z);
		free(f->deflater);
	}
	free(f->block);
	*f = (struct sink_file){ .fd = -1 };
}

void sink_file_discard(struct sink_file *f)
{
	beside_discard(&f->beside);
	release(f);
}

int sink_file_open(struct sink_file *f, const char *path, bool gzip,
		   struct err *e)
{
	bool standard = !strcmp(path, "-");

	*f = (struct sink_file){ .fd = STDOUT_FILENO, .name = path };
	if (standard)
		f->name = "standard output";
	else
		f->fd = beside_open(&f->beside, path);
	if (f->fd < 0)
		return err_set(e, "%s: %s", path, strerror(errno));
	if (gzip) {
		f->deflater = deflater_new();
		if (!f->deflater) {
			err_set(e, "%s: no memory to compress", f->name);
			sink_file_discard(f);
			return -1;
		}
	}
	f->cap = READ_BLOCK_BYTES;
	f->block = xmalloc(f->cap);
	return 0;
}

static int write_all(struct sink_file *f, const uint8_t *p, size_t n,
		     struct err *e)
{
	while (n) {
		ssize_t done = write(f->fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return err_set(e, "%s: %s", f->name, strerror(errno));
		p += done;
		n -= (size_t)done;
	}
	return 0;
}

static int deflate_all(struct sink_file *f, int how, struct err *e)
{
	z_stream *z = &f->deflater->z;
	bool more = true;

	z->next_in = f->block;
	z->avail_in = (unsigned)f->used;
	while (more) {
		int rc;

		z->next_out = f->deflater->out;
		z->avail_out = DEFLATED_BYTES;
		rc = deflate(z, how);
		if (write_all(f, f->deflater->out,
			      DEFLATED_BYTES - z->avail_out, e))
			return -1;
		more = how == Z_FINISH ? rc == Z_OK : !z->avail_out;
	}
	return 0;
}

static int drain(struct sink_file *f, int how, struct err *e)
{
	int rc = f->deflater ? deflate_all(f, how, e) :
			       write_all(f, f->block, f->used, e);

	f->used = 0;
	return rc;
}

int sink_file_flush(struct sink_file *f, size_t n, struct err *e)
{
	if (drain(f, Z_NO_FLUSH, e))
		return -1;
	if (n > f->cap) {
		f->cap = n;
		f->block = xreallocarray(f->block, n, 1);
	}
	return 0;
}

/* Also on a network disk, where only close says that it is full. */
static int finish(struct sink_file *f, struct err *e)
{
	int fd = f->fd;

	if (drain(f, Z_FINISH, e))
		return -1;
	if (fd == STDOUT_FILENO)
		return 0;
	f->fd = -1;
	if (close(fd) || beside_rename(&f->beside))
		return err_set(e, "%s: %s", f->name, strerror(errno));
	return 0;
}

int sink_file_close(struct sink_file *f, struct err *e)
{
	int rc = finish(f, e);

	beside_discard(&f->beside);
	release(f);
	return rc;
}
