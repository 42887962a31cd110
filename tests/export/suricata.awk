# SPDX-License-Identifier: BSD-3-Clause
#
# awk -f suricata.awk RULES PACKETS
#
# Rules of Suricata, read by their form: action, protocol, addresses and ports
# as the manual has them, then options that end with a semicolon, texts with
# backslashes before what would end them. Prints the ids of the packets that
# some rule lets pass and no alert is needed for. Exit status 1: a rule has
# another form, or an id stands twice.

function fail(why) {
	print "suricata.awk: " why ": " $0 >"/dev/stderr"
	exit failed = 1
}
function number(addr,    o) {
	split(addr, o, ".")
	return ((o[1] * 256 + o[2]) * 256 + o[3]) * 256 + o[4]
}
function has_addr(list, addr,    k, w, i, p, size) {
	if (list == "any")
		return 1
	gsub(/[][]/, "", list)
	k = split(list, w, ",")
	for (i = 1; i <= k; i++) {
		if (split(w[i], p, "/") < 2)
			p[2] = 32
		size = 2 ^ (32 - p[2])
		if (int(number(addr) / size) == int(number(p[1]) / size))
			return 1
	}
	return 0
}
function has_port(list, port,    k, w, i, r) {
	if (list == "any")
		return 1
	gsub(/[][]/, "", list)
	k = split(list, w, ",")
	for (i = 1; i <= k; i++) {
		if (split(w[i], r, ":") < 2)
			r[2] = r[1]
		if (port + 0 >= r[1] + 0 && port + 0 <= r[2] + 0)
			return 1
	}
	return 0
}
function matches(i, src, sport, dst, dport) {
	return has_addr(from[i], src) && has_port(from_port[i], sport) &&
	       has_addr(to[i], dst) && has_port(to_port[i], dport)
}
BEGIN {
	one = "!?[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+(/[0-9]+)?"
	addr = "(any|" one "|\\[" one "(," one ")*\\])"
	num = "[0-9]+(:[0-9]+)?"
	port = "(any|" num "|\\[" num "(," num ")*\\])"
	text = "\"([^\"\\\\;]|\\\\[\"\\\\;])*\""
	form = "^(pass|alert) (tcp|udp) " addr " " port " (->|<>) " addr " " \
		port " \\(msg:" text "; (flowbits:[a-z]+,[a-z.]+; )*" \
		"sid:[0-9]+; rev:1;\\)$"
}
NR == FNR && /^#/ { next }
NR == FNR {
	if ($0 !~ form)
		fail("form")
	match($0, /; sid:[0-9]+/)
	if (sid[substr($0, RSTART, RLENGTH)]++)
		fail("id twice")
	alerts += $1 == "alert"
	if ($1 == "alert")
		next
	proto[++n] = $2
	from[n] = $3
	from_port[n] = $4
	to[n] = $6
	to_port[n] = $7
	next
}
{
	for (i = 1; i <= n; i++)
		if (proto[i] == $2 && (matches(i, $3, $4, $5, $6) ||
				       matches(i, $5, $6, $3, $4))) {
			print $1
			next
		}
}
END {
	if (!failed && alerts != 2) {
		print "suricata.awk: not two alerts" >"/dev/stderr"
		failed = 1
	}
	exit failed
}
