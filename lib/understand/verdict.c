/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/verdict.h"

#include <stddef.h>
#include <string.h>

static const char *const evidence_names[N_EVIDENCE] = {
	[EVIDENCE_FIRST] = "first",
	[EVIDENCE_PORT] = "port",
	[EVIDENCE_STRUCTURE] = "structure",
	[EVIDENCE_TIMING] = "timing",
	[EVIDENCE_PAYLOAD] = "payload",
	[EVIDENCE_BASELINE] = "baseline",
	[EVIDENCE_HANDSHAKE] = "handshake",
	[EVIDENCE_PEER] = "peer",
};

static const char *const conn_state_names[N_CONN_STATES] = {
	[CONN_OTH] = "OTH",	  [CONN_S0] = "S0",
	[CONN_S1] = "S1",	  [CONN_SF] = "SF",
	[CONN_REJ] = "REJ",	  [CONN_S2] = "S2",
	[CONN_S3] = "S3",	  [CONN_RSTO] = "RSTO",
	[CONN_RSTR] = "RSTR",	  [CONN_RSTOS0] = "RSTOS0",
	[CONN_RSTRH] = "RSTRH",	  [CONN_SH] = "SH",
	[CONN_SHR] = "SHR",
};

static const char *const quirk_names[N_QUIRKS] = {
	"same-port",	    "fixed-client-port", "port-follows-address",
	"reverse-commands", "conflict",		 "syn-payload",
	"copies",	    "split",
};

const char *evidence_name(enum evidence e)
{
	return evidence_names[e];
}

const char *conn_state_name(enum conn_state s)
{
	return conn_state_names[s];
}

const char *quirk_name(unsigned i)
{
	return quirk_names[i];
}

static int find(const char *const *names, int n, const char *s, size_t len)
{
	for (int i = 0; i < n; i++)
		if (strlen(names[i]) == len && !memcmp(names[i], s, len))
			return i;
	return -1;
}

int evidence_parse(const char *s)
{
	return find(evidence_names, N_EVIDENCE, s, strlen(s));
}

int conn_state_parse(const char *s)
{
	return find(conn_state_names, N_CONN_STATES, s, strlen(s));
}

int quirks_parse(const char *s)
{
	int bits = 0;

	while (*s) {
		size_t len = strcspn(s, "+");
		int i = find(quirk_names, N_QUIRKS, s, len);

		if (i < 0)
			return -1;
		bits |= 1 << i;
		s += len;
		if (*s && !*++s)
			return -1;
	}
	return bits;
}
