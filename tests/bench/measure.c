/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * measure COMMAND [ARG]...: run it with standard output thrown away and print
 * what it took: CPU (user and system, ns), wall (ns), peak memory (KiB).
 * The exit status is the command's, 125 when there is none.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S 1000000000LL

static int64_t timeval_ns(const struct timeval *t)
{
	return t->tv_sec * NS_PER_S + t->tv_usec * 1000LL;
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * NS_PER_S + t.tv_nsec;
}

static void become(char **argv)
{
	int fd = open("/dev/null", O_WRONLY);

	if (fd >= 0 && dup2(fd, STDOUT_FILENO) >= 0)
		execvp(argv[0], argv);
	perror(argv[0]);
	_exit(125);
}

int main(int argc, char **argv)
{
	struct rusage used;
	int64_t begin;
	int status;
	pid_t pid;

	if (argc < 2) {
		fprintf(stderr, "usage: measure COMMAND [ARG]...\n");
		return 125;
	}
	begin = now_ns();
	pid = fork();
	if (pid == 0)
		become(argv + 1);
	if (pid < 0 || wait4(pid, &status, 0, &used) < 0) {
		perror("measure");
		return 125;
	}
	printf("%lld %lld %ld\n",
	       (long long)(timeval_ns(&used.ru_utime) +
			   timeval_ns(&used.ru_stime)),
	       (long long)(now_ns() - begin), used.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 125;
}
