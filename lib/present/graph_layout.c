/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/graph_layout.h"

#include <errno.h>
#include <graphviz/gvc.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ground/stamp.h"

/* dot gives the best picture, sfdp any picture of a large graph; fdp stands
 * in for an sfdp built without its triangulation library. */
static const char *const engines[] = { "dot", "sfdp", "fdp" };

enum { N_ENGINES = sizeof engines / sizeof *engines };

/* What a child leaves: the picture, and what Graphviz said meanwhile. */
struct sheet {
	int picture, messages;	/* memory files, -1 when not open */
};

static void sheet_close(struct sheet *s)
{
	if (s->picture >= 0)
		close(s->picture);
	if (s->messages >= 0)
		close(s->messages);
}

static int sheet_open(struct sheet *s, struct err *e)
{
	s->picture = memfd_create("picture", MFD_CLOEXEC);
	s->messages = memfd_create("messages", MFD_CLOEXEC);
	if (s->picture >= 0 && s->messages >= 0)
		return 0;
	err_set(e, "layout: %s", strerror(errno));
	sheet_close(s);
	return -1;
}

/* --- in the child --------------------------------------------------------- */

/* The alarm ends the child whatever it is doing, and so does our end. */
static void limit_life(unsigned seconds)
{
	sigset_t none;

	signal(SIGALRM, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	alarm(seconds);
}

static int draw(const struct graph_layout *l, const char *engine,
		const char *dot, int fd)
{
	GVC_t *gvc = gvContext();
	FILE *out = fdopen(fd, "w");
	Agraph_t *ag = agmemread(dot);

	if (!gvc || !out || !ag)
		return 1;
	/* Only dot leads curves around nodes in less than minutes. */
	if (strcmp(engine, engines[0]))
		agsafeset(ag, (char *)"splines", (char *)"line", (char *)"");
	if (gvLayout(gvc, ag, engine) || gvRender(gvc, ag, l->format, out))
		return 1;
	return fflush(out) != 0;
}

/* --- in the parent -------------------------------------------------------- */

/* The first line of what the child said. */
static void put_first_line(struct text *t, int messages)
{
	char buf[256];
	ssize_t n = pread(messages, buf, sizeof buf - 1, 0);

	buf[n > 0 ? n : 0] = '\0';
	buf[strcspn(buf, "\n")] = '\0';
	text_puts(t, buf[0] ? buf : "no picture");
}

static bool has_picture(const struct sheet *s)
{
	return lseek(s->picture, 0, SEEK_END) > 0;
}

static bool has_drawn(struct graph_layout *l, const char *engine, int status,
		      const struct sheet *s)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && has_picture(s))
		return true;
	if (l->why.len)
		text_puts(&l->why, "; ");
	text_printf(&l->why, "%s: ", engine);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		text_printf(&l->why, "not done after %u s", l->seconds);
	else if (WIFSIGNALED(status))
		text_printf(&l->why, "ended by signal %d", WTERMSIG(status));
	else
		put_first_line(&l->why, s->messages);
	return false;
}

/* "/CreationDate (D:20231027031800Z)", as cairo writes it in UTC. */
static void set_date(int64_t date_ns, char *pdf, size_t size)
{
	static const char key[] = "/CreationDate (D:";
	char stamp[STAMP_TEXT];
	char *at = memmem(pdf, size, key, sizeof key - 1);
	size_t left = at ? size - (size_t)(at - pdf) - (sizeof key - 1) : 0;

	if (left < 15)
		return;
	at += sizeof key - 1;
	if (strspn(at, "0123456789") != 14 || at[14] != 'Z')
		return;
	stamp_format(date_ns, stamp);
	for (const char *s = stamp; *s && *s != '.'; s++)
		if (*s >= '0' && *s <= '9')
			*at++ = *s;
}

/* Dates are in the file where they are, so their place is overwritten. */
static void date_picture(const struct graph_layout *l, int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	void *map;

	if (strcmp(l->format, "pdf") || size <= 0)
		return;
	map = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		   0);
	if (map == MAP_FAILED)
		return;
	set_date(l->date_ns, map, (size_t)size);
	munmap(map, (size_t)size);
}

static int copy_out(int fd, FILE *out, struct err *e)
{
	char buf[16384];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, buf, sizeof buf, at)) > 0) {
		fwrite(buf, 1, (size_t)n, out);
		at += n;
	}
	return n < 0 ? err_set(e, "layout: %s", strerror(errno)) : 0;
}

/* 1 drawn, 0 this engine could not, -1 trouble of our own. */
static int attempt(struct graph_layout *l, const char *engine, const char *dot,
		   struct sheet *s, struct err *e)
{
	int status;
	pid_t child;

	child = fork();
	if (child < 0)
		return err_set(e, "layout: %s", strerror(errno));
	if (child == 0) {
		limit_life(l->seconds);
		/* cairo dates a PDF in the zone of the environment. */
		setenv("TZ", "UTC", 1);
		dup2(s->messages, STDERR_FILENO);
		_exit(draw(l, engine, dot, s->picture));
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return err_set(e, "layout: %s", strerror(errno));
	return has_drawn(l, engine, status, s);
}

int graph_draw(struct graph_layout *l, const char *dot, FILE *out,
	       struct err *e)
{
	struct sheet s;
	int rc = 0;

	/* The child must not write what is still in our buffer, too. */
	fflush(out);
	text_clear(&l->why);
	for (size_t i = 0; i < N_ENGINES && rc == 0; i++) {
		if (sheet_open(&s, e))
			return -1;
		l->engine = engines[i];
		rc = attempt(l, engines[i], dot, &s, e);
		if (rc > 0)
			date_picture(l, s.picture);
		if (rc > 0 && copy_out(s.picture, out, e))
			rc = -1;
		sheet_close(&s);
	}
	if (rc == 0)
		err_set(e, "layout: %s", l->why.s);
	return rc > 0 ? 0 : -1;
}
