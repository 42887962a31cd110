/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a site offers to whoever reaches it: control without a login, remote
 * access, files, web pages. Only what was answered is offered.
 */
#include <string.h>

#include "judge/detect_story.h"
#include "judge/review_work.h"
#include "understand/services.h"

/* Control protocols that can ask for a key or a password; whether they do is
 * set in the devices. */
static const char *const may_be_protected[] = {
	"c1222", "coaps", "ethernet-ip-tls", "mqtts", "opcua", "opcua-tls",
	"s7comm-plus", "secure-mqtt",
};

/* Whoever sees the packets reads what is said, and mostly the password. */
static const char *const readable[] = {
	"ftp", "http", "rexec", "rlogin", "rsh", "telnet", "tftp", "vnc",
	"x11",
};

#define IS_IN(list, name) is_in(list, sizeof(list) / sizeof *(list), name)

static bool is_in(const char *const *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(list[i], name))
			return true;
	return false;
}

static bool has_class(const struct scene *s, const struct use *u, size_t n,
		      const char *class)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(s->in->records[u[i].record].operations, class))
			return true;
	return false;
}

/* Does any of the flows change something, or stop or load a controller? */
static bool changes(const struct scene *s, const struct use *u, size_t n)
{
	return has_class(s, u, n, "write:") || has_class(s, u, n, "control:") ||
	       has_class(s, u, n, "program:");
}

/* "modbus: 3 machines"; how many. */
static size_t put_servers(const struct scene *s, struct text *t,
			  const struct use *u, size_t n)
{
	size_t servers = review_count(s, u, n, ROLE_SERVER);

	text_printf(t, "%s: ", u->group);
	review_put_machines(t, servers);
	return servers;
}

static void report_control(struct scene *s, const struct use *u, size_t n)
{
	struct finding *f = review_finding(s, FINDING_OPEN_CONTROL, u, n);
	size_t clients = review_count(s, u, n, ROLE_CLIENT), servers;
	bool logs_in = has_class(s, u, n, "login:");

	f->service = u->group;
	f->technique = "T1692.001";	/* Unauthorized Message */
	servers = put_servers(s, &f->summary, u, n);
	if (IS_IN(may_be_protected, u->group)) {
		f->severity = SEVERITY_INFO;
		text_puts(&f->summary, "; the protocol can be protected, look "
			  "whether it is.");
		return;
	}
	f->severity = changes(s, u, n) ? SEVERITY_MEDIUM : SEVERITY_LOW;
	text_printf(&f->summary, " can be read and commanded%s by whoever "
		    "reaches %s", logs_in ? "" : " without a login",
		    servers == 1 ? "it" : "them");
	if (logs_in)
		text_printf(&f->summary, ", unless %s the logins that were "
			    "seen", servers == 1 ? "it requires" :
						   "they require");
	text_puts(&f->summary, "; ");
	review_put_machines(&f->summary, clients);
	text_puts(&f->summary, clients == 1 ? " does." : " do.");
}

static void report_access(struct scene *s, const struct use *u, size_t n)
{
	struct finding *f = review_finding(s, FINDING_REMOTE_ACCESS, u, n);

	f->service = u->group;
	f->technique = "T0886";		/* Remote Services */
	f->severity = IS_IN(readable, u->group) ? SEVERITY_MEDIUM :
						  SEVERITY_LOW;
	put_servers(s, &f->summary, u, n);
	text_puts(&f->summary, " can be reached that way, and ");
	review_put_machines(&f->summary, review_count(s, u, n, ROLE_CLIENT));
	text_puts(&f->summary, f->severity == SEVERITY_MEDIUM ?
		  " made use of it; anybody on the way can read along." :
		  " made use of it.");
}

static bool is_access(enum service_kind kind, const char *service)
{
	return kind == SERVICE_REMOTE || kind == SERVICE_FILE ||
	       (kind == SERVICE_WEB && IS_IN(readable, service));
}

/* Who was spoken to and said nothing has not shown that it knows the service:
 * its name may be that of the question alone. */
static bool is_offered(const struct scene *s, size_t record)
{
	const struct record *r = &s->in->records[record];

	return review_counts(s, record) &&
	       (r->payload[ROLE_SERVER] || !r->payload[ROLE_CLIENT]);
}

void review_services(struct scene *s)
{
	struct uses control = { 0 }, access = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];
		const char *service;
		enum service_kind kind;

		if (!is_offered(s, i))
			continue;
		service = flow_service(s, r);
		if (!service[0])
			continue;
		kind = services_kind(service);
		if (kind == SERVICE_OT)
			uses_add(&control, service, i);
		else if (is_access(kind, service))
			uses_add(&access, service, i);
	}
	uses_each(s, &control, report_control);
	uses_each(s, &access, report_access);
}
