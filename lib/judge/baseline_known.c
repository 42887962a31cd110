/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/baseline_known.h"

#include <stddef.h>

#include "judge/baseline.h"
#include "judge/baseline_port.h"
#include "understand/verdict.h"

/*
 * What waits for review, or was never answered, was not looked at by anyone;
 * without a memory only a person's rule is sure. The client's port is not
 * asked for, so a rule that hangs on it alone (the server opens to it from
 * any port) would claim all that the two machines ever say.
 */
static bool is_proof(const struct rule *r)
{
	if (r->client_port && !port_spec_is_one(&r->server_port))
		return false;
	if (r->status == RULE_REVIEW || r->status == RULE_UNANSWERED)
		return false;
	if (!r->seen)
		return r->status == RULE_APPROVED;
	return r->seen->confidence >= CONFIDENCE_SURE &&
	       r->seen->evidence != EVIDENCE_PEER;
}

bool baseline_known(const void *ctx, uint8_t proto, uint32_t client,
		    uint32_t server, uint16_t server_port)
{
	const struct conversation c = {
		.proto = proto, .confidence = 100, .answered = true,
		.client = client, .server = server,
		.server_port = server_port, .time_ns = INT64_MIN,
	};
	const struct rule *near;
	const struct rule *rule = baseline_match(ctx, &c, &near);

	/* Near is a rule for one client port, which is not asked for. */
	rule = rule ? rule : near;
	return rule && is_proof(rule);
}
