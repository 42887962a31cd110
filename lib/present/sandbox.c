/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "ground/alloc.h"

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define UNDER_SANITIZER 1
#endif
#endif
#ifndef UNDER_SANITIZER
#define UNDER_SANITIZER 0
#endif

/* Everything that the first version of Landlock can deny. */
static const uint64_t denied =
	LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
	LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
	LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
	LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
	LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
	LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
	LANDLOCK_ACCESS_FS_MAKE_SYM;

/* The folder of the output, for the rename that ends the work. */
static int open_folder(const char *output)
{
	const char *slash = strrchr(output, '/');
	char *folder = xstrdup(slash ? output : ".");
	int fd;

	if (slash)
		folder[slash == output ? 1 : slash - output] = '\0';
	fd = open(folder, O_PATH | O_CLOEXEC);
	free(folder);
	return fd;
}

static int allow_folder(int ruleset, const char *output)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = LANDLOCK_ACCESS_FS_MAKE_REG |
				  LANDLOCK_ACCESS_FS_REMOVE_FILE,
	};
	int rc;

	rule.parent_fd = open_folder(output);
	if (rule.parent_fd < 0)
		return -1;
	rc = (int)syscall(SYS_landlock_add_rule, ruleset,
			  LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
	return rc;
}

/* A link's target is replaced where it lies, what is beside the link there. */
static int allow_rename(int ruleset, const char *output)
{
	char *target;
	int rc;

	if (!output || !strcmp(output, "-"))
		return 0;
	target = realpath(output, NULL);
	rc = target ? allow_folder(ruleset, target) : 0;
	free(target);
	return rc ? rc : allow_folder(ruleset, output);
}

static int close_files(const char *output, const char *also, struct err *e)
{
	struct landlock_ruleset_attr attr = { .handled_access_fs = denied };
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr,
				   sizeof attr, 0);
	int rc = -1;

	if (ruleset < 0)
		return 0;
	if (!allow_rename(ruleset, output) && !allow_rename(ruleset, also) &&
	    !syscall(SYS_landlock_restrict_self, ruleset, 0))
		rc = 1;
	else
		err_set(e, "sandbox: %s", strerror(errno));
	close(ruleset);
	return rc;
}

/* socket(2) answers EPERM, on this machine's call numbers only: a call in
 * another numbering (the 32-bit one) is refused whole. */
static int close_network(void)
{
#if defined(__x86_64__) || defined(__aarch64__)
#ifdef __x86_64__
	const uint32_t machine = AUDIT_ARCH_X86_64;
#else
	const uint32_t machine = AUDIT_ARCH_AARCH64;
#endif
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, machine, 0, 2),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = {
		.len = sizeof code / sizeof *code, .filter = code
	};

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
#else
	return 0;
#endif
}

int sandbox_enter(const char *output, const char *also, struct err *e)
{
	if (UNDER_SANITIZER || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return 0;
	/* A kernel without seccomp is one more without a door. */
	(void)close_network();
	return close_files(output, also, e);
}
