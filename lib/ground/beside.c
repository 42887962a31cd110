/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ground/alloc.h"

/* What mkostemp puts in place of: a name that nobody has. */
#define UNIQUE ".XXXXXX"

static void release(struct beside *b)
{
	free(b->name);
	free(b->target);
	*b = (struct beside){ 0 };
}

/* mkostemp makes a private file. */
static void usual_mode(int fd, const struct stat *was)
{
	mode_t mask = umask(0);

	umask(mask);
	if (was && fchown(fd, was->st_uid, was->st_gid) &&
	    fchown(fd, (uid_t)-1, was->st_gid))
		errno = 0;
	(void)fchmod(fd, was ? was->st_mode & 0777 : 0666 & ~mask);
}

/* Of a link the file that it names is replaced, where that lies. */
static int open_new(struct beside *b, const char *path, const struct stat *was)
{
	size_t size;
	int fd, why;

	b->target = was ? realpath(path, NULL) : NULL;
	if (!b->target)
		b->target = xstrdup(path);
	size = strlen(b->target) + sizeof UNIQUE;
	b->name = xmalloc(size);
	snprintf(b->name, size, "%s" UNIQUE, b->target);
	b->replaces = was;
	fd = mkostemp(b->name, O_CLOEXEC);
	why = errno;
	if (fd >= 0)
		usual_mode(fd, was);
	else
		release(b);
	errno = why;
	return fd;
}

static bool is_special(const char *path, const struct stat *was)
{
	struct stat link;

	return was ? !S_ISREG(was->st_mode) : !lstat(path, &link);
}

int beside_open(struct beside *b, const char *path)
{
	struct stat st, *was = stat(path, &st) ? NULL : &st;

	*b = (struct beside){ 0 };
	if (!is_special(path, was))
		return open_new(b, path, was);
	return open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY,
		    0666);
}

int beside_rename(struct beside *b)
{
	if (b->name && rename(b->name, b->target))
		return -1;
	release(b);
	return 0;
}

void beside_discard(struct beside *b)
{
	if (b->name)
		unlink(b->name);
	release(b);
}
