/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/wrap.h"

#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	NARROW = 40,		/* no room to break anything well */
	INDENT = 2,		/* of what goes on, more than its line */
	INDENT_FIRST = 8	/* the same of a line that has none */
};

size_t wrap_width(FILE *out)
{
	struct winsize size = { 0 };
	int fd = fileno(out);

	if (!isatty(fd) || ioctl(fd, TIOCGWINSZ, &size) < 0)
		return 0;
	return size.ws_col < NARROW ? 0 : size.ws_col;
}

/* Bytes of the colour that begins here. */
static size_t color_len(const char *s, size_t n)
{
	const char *end = *s == '\033' ? memchr(s, 'm', n) : NULL;

	return end ? (size_t)(end - s) + 1 : 0;
}

/* How many bytes to put on a line of so many columns, n at most. */
static size_t fitting(const char *s, size_t n, size_t columns)
{
	size_t best = 0, used = 0, skip;

	for (size_t i = 0; i < n; i++) {
		skip = color_len(s + i, n - i);
		if (skip) {
			i += skip - 1;
			continue;
		}
		if (s[i] == ' ' && i)
			best = i;
		used += ((unsigned char)s[i] & 0xc0) != 0x80;
		if (used > columns && best)
			return best;
		if (s[i] == '+' && i + 1 < n)
			best = i + 1;
	}
	return n;
}

static void wrap_line(struct text *t, const char *s, size_t n, size_t width)
{
	size_t lead = strspn(s, " "), columns = width - lead;
	size_t indent = lead ? lead + INDENT : INDENT_FIRST;

	if (lead > n || indent + NARROW / 2 > width ||
	    !strncmp(s + lead, "filter: ", strlen("filter: "))) {
		text_add(t, s, n);
		return;
	}
	text_add(t, s, lead);
	for (s += lead, n -= lead; n;) {
		size_t put = fitting(s, n, columns);

		text_add(t, s, put);
		while (put < n && s[put] == ' ')
			put++;
		s += put;
		n -= put;
		columns = width - indent;
		if (n)
			text_printf(t, "\n%*s", (int)indent, "");
	}
}

void wrap_lines(struct text *t, const char *lines, size_t width)
{
	while (*lines) {
		size_t n = strcspn(lines, "\n");

		wrap_line(t, lines, n, width);
		if (lines[n])
			text_putc(t, '\n');
		lines += n + (lines[n] == '\n');
	}
}
