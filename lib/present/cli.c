/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "ground/alloc.h"
#include "present/sandbox.h"
#include "read/codec.h"

/*
 * A tool started with a standard stream closed (cron, "2>&-") must not get a
 * capture or the output file under its number: messages would be written
 * into it. Opened the wrong way round, the stream still fails when it is
 * used, as a closed one does; only messages go nowhere.
 */
static void hold_standard_streams(void)
{
	static const int how[] = { O_WRONLY, O_RDONLY, O_WRONLY };

	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", how[fd]);
}

void cli_init(struct cli *c, const char *tool, const char *help)
{
	hold_standard_streams();
	*c = (struct cli){ .tool = tool, .help = help };
}

/* Standard output cannot be trusted until it was closed: it may be full. */
static int stdout_close(struct err *e)
{
	bool failed = ferror(stdout) != 0;

	if (fclose(stdout) != 0)
		return err_set(e, "standard output: %s", strerror(errno));
	if (failed)
		return err_set(e, "standard output: write failed");
	return 0;
}

static int answered(struct cli *c)
{
	struct err e;

	c->ended = true;
	if (stdout_close(&e))
		return cli_fail(c, &e);
	return CLI_DONE;
}

static int version(struct cli *c)
{
	const char *isal = gunzip_isal_version();

	printf("%s %s\n%s, %s%szlib %s, zstd %s\n", c->tool, OTCAP_VERSION,
	       pcap_lib_version(), isal ? isal : "", isal ? ", " : "",
	       zlibVersion(), ZSTD_versionString());
	return answered(c);
}

static int color_parse(struct cli *c, const char *when)
{
	if (!strcmp(when, "auto"))
		c->color = CLI_COLOR_AUTO;
	else if (!strcmp(when, "always"))
		c->color = CLI_COLOR_ALWAYS;
	else if (!strcmp(when, "never"))
		c->color = CLI_COLOR_NEVER;
	else
		return cli_usage(c, "--color: '%s': not auto, always or never",
				 when);
	return 0;
}

/* getopt's optopt is 0 for an unknown long option, the code of a known one
 * that was given a value, and the letter of an unknown short one. */
static int bad_option(const struct cli *c, const char *arg)
{
	if (!optopt)
		return cli_usage(c, "%s: unknown option", arg);
	if (optopt > 255 || strchr(CLI_SHORT, optopt))
		return cli_usage(c, "%s: takes no value", arg);
	return cli_usage(c, "-%c: unknown option", optopt);
}

int cli_option(struct cli *c, int opt, char *const *argv)
{
	switch (opt) {
	case 'h':
		fputs(c->help, stdout);
		return answered(c);
	case 'V':
		return version(c);
	case 'o':
		c->output = optarg;
		return 0;
	case 'q':
		c->quiet = true;
		return 0;
	case 'v':
		c->verbose = true;
		return 0;
	case 'n':
		c->names = optarg;
		return 0;
	case CLI_OPT_COLOR:
		return color_parse(c, optarg);
	case ':':
		return cli_usage(c, "%s: needs a value", argv[optind - 1]);
	default:
		return bad_option(c, argv[optind - 1]);
	}
}

/* Messages may carry names that strangers chose. */
__attribute__((format(printf, 3, 0)))
static void say(const struct cli *c, const char *kind, const char *fmt,
		va_list ap)
{
	struct err e;
	char msg[sizeof e.msg];

	vsnprintf(msg, sizeof msg, fmt, ap);
	err_set(&e, "%s", msg);
	fflush(stdout);
	fprintf(stderr, "%s: %s%s\n", c->tool, kind, e.msg);
}

int cli_fail(const struct cli *c, const struct err *e)
{
	fprintf(stderr, "%s: %s\n", c->tool, e->msg);
	return CLI_TROUBLE;
}

int cli_usage(const struct cli *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c, "", fmt, ap);
	va_end(ap);
	fprintf(stderr, "try '%s --help'\n", c->tool);
	return CLI_TROUBLE;
}

void cli_warn(const struct cli *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c, "warning: ", fmt, ap);
	va_end(ap);
}

int cli_number(const struct cli *c, const struct cli_number *n, const char *s,
	       uint64_t *value)
{
	unsigned long long v;
	char *end;

	errno = 0;
	v = strtoull(s, &end, 10);
	if (s[0] < '0' || s[0] > '9' || *end || errno || v < n->lo ||
	    v > n->hi)
		return cli_usage(c, "%s: '%s': not a number from %llu to %llu",
				 n->option, s, (unsigned long long)n->lo,
				 (unsigned long long)n->hi);
	*value = v;
	return 0;
}

static bool to_stdout(const struct cli *c)
{
	return !c->output || !strcmp(c->output, "-");
}

int cli_output_open(struct cli *c, struct err *e)
{
	int fd;

	if (to_stdout(c)) {
		c->out = stdout;
		return 0;
	}
	fd = beside_open(&c->beside, c->output);
	if (fd >= 0)
		c->out = fdopen(fd, "w");
	if (c->out)
		return 0;
	err_set(e, "%s: %s", c->output, strerror(errno));
	if (fd >= 0)
		close(fd);
	beside_discard(&c->beside);
	return -1;
}

static int failed_write(const struct cli *c, struct err *e)
{
	return err_set(e, "%s: %s", c->output,
		       errno ? strerror(errno) : "write failed");
}

/* What is replaced is gone for good: first let the disk have the new one. */
int cli_output_flush(struct cli *c, struct err *e)
{
	errno = 0;
	if (to_stdout(c) ||
	    (!ferror(c->out) && !fflush(c->out) &&
	     !(c->beside.replaces && fsync(fileno(c->out)))))
		return 0;
	return failed_write(c, e);
}

int cli_output_close(struct cli *c, struct err *e)
{
	bool failed;

	if (to_stdout(c)) {
		c->out = NULL;
		return stdout_close(e);
	}
	failed = cli_output_flush(c, e) < 0;
	if (!failed)
		errno = 0;
	if (fclose(c->out) && !failed)
		failed = failed_write(c, e) < 0;
	c->out = NULL;
	if (!failed && beside_rename(&c->beside))
		failed = failed_write(c, e) < 0;
	if (failed)
		cli_output_discard(c);
	return failed ? -1 : 0;
}

void cli_output_discard(struct cli *c)
{
	if (c->out && c->out != stdout)
		fclose(c->out);
	c->out = NULL;
	beside_discard(&c->beside);
}

int cli_sandbox(const struct cli *c)
{
	struct err e;
	int closed = sandbox_enter(c->output, c->also, &e);

	if (closed < 0)
		return cli_fail(c, &e);
	if (!closed && c->verbose)
		cli_warn(c, "this system has no sandbox");
	return CLI_DONE;
}

void cli_allow_many_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

bool cli_wants_color(const struct cli *c, FILE *out)
{
	const char *no_color = getenv("NO_COLOR");

	if (c->color != CLI_COLOR_AUTO)
		return c->color == CLI_COLOR_ALWAYS;
	return !(no_color && *no_color) && isatty(fileno(out));
}

uint64_t cli_hash_seed(void)
{
	const char *fixed = getenv("OTCAP_HASH_SEED");
	uint64_t seed = 0;

	if (fixed && *fixed)
		return strtoull(fixed, NULL, 10);
	/* Without random bytes the tables work, only less defended. */
	if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != sizeof seed)
		seed = (uint64_t)getpid();
	return seed;
}
