# SPDX-License-Identifier: BSD-3-Clause
#
# awk -v names=FILE -v base=FILE -v at=YYYY-MM-DD -f rules.awk PACKETS
#
# What the exports of a baseline must select, computed from the baseline's text
# by the manual alone. PACKETS are lines `id proto src sport dst dport`; the ids
# of those that some rule names, that allows, are printed. Of the names file
# only lines of single addresses are read, and plain CSV without quotes.

function number(addr,    o) {
	split(addr, o, ".")
	return ((o[1] * 256 + o[2]) * 256 + o[3]) * 256 + o[4]
}

# Is the address one of the party's: a network, an address, a name?
function is_party(party, addr,    p, size) {
	if (party in by_name)
		return (party " " addr) in member
	split(party, p, "/")
	if (p[2] == "")
		return p[1] == addr || ((p[1] in name_of) &&
		       (name_of[p[1]] " " addr) in member)
	size = 2 ^ (32 - p[2])
	return int(number(p[1]) / size) == int(number(addr) / size)
}

function is_port(spec, port, server,    n, list, i, r, o) {
	if (spec ~ /^dynamic:/)
		return port >= 1024
	if (spec ~ /\+octet$/) {
		split(server, o, ".")
		return port == spec + o[4]
	}
	n = split(spec, list, "|")
	for (i = 1; i <= n; i++) {
		if (split(list[i], r, "-") < 2)
			r[2] = r[1]
		if (port + 0 >= r[1] + 0 && port + 0 <= r[2] + 0)
			return 1
	}
	return 0
}

function matches(i, src, sport, dst, dport) {
	return is_party(client[i], src) && is_party(server[i], dst) &&
	       is_port(server_port[i], dport, dst) &&
	       (client_port[i] == "*" || client_port[i] == sport)
}

BEGIN {
	FS = ","
	while (names != "" && (getline <names) > 0) {
		if ($1 !~ /^[0-9.]+$/ || $2 == "")
			continue
		by_name[$2]
		name_of[$1] = $2
		member[$2 " " $1]
	}
	getline <base
	for (i = 1; i <= NF; i++)
		column[$i] = i
	while ((getline <base) > 0) {
		until = $column["until"]
		status = $column["status"]
		if (status == "review" || status == "unanswered" ||
		    (status == "ignored" && $column["note"] == "") ||
		    (until != "" && until < at))
			continue
		proto[++n] = $column["proto"]
		client[n] = $column["client"]
		client_port[n] = $column["client_port"]
		server[n] = $column["server"]
		server_port[n] = $column["server_port"]
	}
	FS = " "
}
{
	for (i = 1; i <= n; i++)
		if (proto[i] == $2 && (matches(i, $3, $4, $5, $6) ||
				       matches(i, $5, $6, $3, $4))) {
			print $1
			next
		}
}
