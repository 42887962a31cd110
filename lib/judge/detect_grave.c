/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/detect_grave.h"

#include <string.h>

#include "judge/joined.h"

static bool begins(const char *word, const char *with)
{
	return !strncmp(word, with, strlen(with));
}

enum operation_class operation_class(const char *word)
{
	static const struct {
		const char *name;
		enum operation_class class;
	} classes[] = {
		{ "error:", OPERATION_ERROR },
		{ "diagnostic:", OPERATION_DIAGNOSTIC },
		{ "read:", OPERATION_READ },
		{ "write:", OPERATION_WRITE },
		{ "login:", OPERATION_LOGIN },
		{ "control:", OPERATION_CONTROL },
		{ "program:", OPERATION_PROGRAM },
	};

	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (begins(word, classes[i].name))
			return classes[i].class;
	return OPERATION_OTHER;
}

static bool is_one_of(const char *word, const char *const *list, size_t n)
{
	size_t len = strcspn(word, "+");

	for (size_t i = 0; i < n; i++)
		if (strlen(list[i]) == len && !memcmp(word, list[i], len))
			return true;
	return false;
}

bool operation_is_end(const char *word)
{
	static const char *const ends[] = {
		"login:disconnect", "login:logoff", "login:release",
		"login:unlock",
	};

	return is_one_of(word, ends, sizeof ends / sizeof *ends);
}

enum severity operation_severity(const char *word)
{
	switch (operation_class(word)) {
	case OPERATION_ERROR:
		return SEVERITY_INFO;
	case OPERATION_OTHER:
	case OPERATION_DIAGNOSTIC:
	case OPERATION_READ:
		return SEVERITY_LOW;
	case OPERATION_WRITE:
		return SEVERITY_MEDIUM;
	case OPERATION_LOGIN:
	case OPERATION_CONTROL:
	case OPERATION_PROGRAM:
		break;
	}
	return SEVERITY_HIGH;
}

bool operations_have(const char *words, const char *word, size_t len)
{
	char one[64], *colon;

	if (len >= sizeof one)
		return false;
	memcpy(one, word, len);
	one[len] = '\0';
	if (joined_has(words, one))
		return true;
	colon = strchr(one, ':');
	if (colon)
		*colon = '\0';
	return joined_has(words, one);
}

/* Starting, stopping and pausing, in the words of the protocols. */
static const char *mode_technique(const char *word)
{
	static const char *const modes[] = {
		"control:cpu", "control:download-mode", "control:halt",
		"control:operating-mode",
		"control:operating-state", "control:pause",
		"control:pccc-mode", "control:plc-start", "control:plc-stop",
		"control:program-mode", "control:run", "control:run-stop",
		"control:safety-mode", "control:start",
		"control:start-application", "control:state", "control:stop",
		"control:stop-application",
	};
	static const char *const restarts[] = {
		"control:cold-restart", "control:memory-reset",
		"control:reinitialize", "control:remote-reset",
		"control:reset", "control:reset-process",
		"control:restart-communication", "control:warm-restart",
	};
	/* Of Windows, by DCE/RPC. */
	static const char *const services[] = {
		"control:activate-object", "control:scheduled-task",
		"control:service-manager", "control:wmi",
	};

	if (is_one_of(word, services, sizeof services / sizeof *services))
		return "T0886";		/* Remote Services */
	if (is_one_of(word, modes, sizeof modes / sizeof *modes))
		return "T0858";		/* Change Operating Mode */
	if (is_one_of(word, restarts, sizeof restarts / sizeof *restarts))
		return "T0816";		/* Device Restart/Shutdown */
	return "T1692.001";	/* Unauthorized Message: Command Message */
}

static bool is_upload(const char *word)
{
	static const char *const uploads[] = {
		"program:block-info", "program:end-upload",
		"program:list-blocks", "program:start-upload",
		"program:upload",
	};

	return is_one_of(word, uploads, sizeof uploads / sizeof *uploads);
}

const char *operation_technique(const char *word)
{
	switch (operation_class(word)) {
	case OPERATION_DIAGNOSTIC:
		return "T0888";	/* Remote System Information Discovery */
	case OPERATION_READ:
		return "T0801";	/* Monitor Process State */
	case OPERATION_WRITE:
		return "T0836";	/* Modify Parameter */
	case OPERATION_LOGIN:
		return "T0859";	/* Valid Accounts */
	case OPERATION_CONTROL:
		return mode_technique(word);
	case OPERATION_PROGRAM:
		/* Program Upload, Program Download */
		return is_upload(word) ? "T0845" : "T0843";
	case OPERATION_ERROR:
	case OPERATION_OTHER:
		break;
	}
	return "";
}

void fold_weigh_operations(const struct scene *s, struct finding *f,
			   const struct keyed *k, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *word = s->in->records[k[i].record].operations;

		for (; *word; word += *word == '+') {
			if (operation_severity(word) == SEVERITY_HIGH &&
			    !operation_is_end(word))
				f->severity = SEVERITY_HIGH;
			word += strcspn(word, "+");
		}
	}
}
