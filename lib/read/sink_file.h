/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Bytes out (private to sink): gathered in a large block, deflated when
 * asked, written beside the target and renamed when whole.
 *
 * What is no regular file (a device, a pipe, standard output) is written as
 * it is, because a rename would replace it.
 */
#ifndef OTCAP_SINK_FILE_H
#define OTCAP_SINK_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/beside.h"
#include "ground/err.h"

struct deflater;

struct sink_file {
	int fd;
	const char *name;	/* for messages: the path, borrowed */
	struct beside beside;	/* what it is until it is whole */
	struct deflater *deflater;	/* owned; NULL: plain */
	uint8_t *block;		/* owned */
	size_t used, cap;
};

/* path is borrowed. 0, or -1 with *e and nothing to release. */
int sink_file_open(struct sink_file *f, const char *path, bool gzip,
		   struct err *e);
/* Makes n bytes fit into block after used; 0 or -1. */
int sink_file_flush(struct sink_file *f, size_t n, struct err *e);
/* Both release *f; a failed close leaves nothing behind. */
int sink_file_close(struct sink_file *f, struct err *e);
void sink_file_discard(struct sink_file *f);

/* n bytes to be filled by the caller at once, or NULL. */
static inline uint8_t *sink_file_room(struct sink_file *f, size_t n,
				      struct err *e)
{
	uint8_t *room;

	if (n > f->cap - f->used && sink_file_flush(f, n, e))
		return NULL;
	room = f->block + f->used;
	f->used += n;
	return room;
}

#endif
