# SPDX-License-Identifier: BSD-3-Clause
#
# awk -f zeek.awk SCRIPT PACKETS
#
# The data of a Zeek script, line by line in the form that its literals have,
# and with the brackets of the whole balanced. Prints the ids of the packets
# that are in a set, either way around, as the script's function has it. Exit
# status 1: a line of the data has another form.

function fail(why) {
	print "zeek.awk: " why ": " $0 >"/dev/stderr"
	exit failed = 1
}
function number(addr,    o) {
	split(addr, o, ".")
	return ((o[1] * 256 + o[2]) * 256 + o[3]) * 256 + o[4]
}
function in_nets(addr, list,    k, w, i, p, size) {
	k = split(list, w, ", ")
	for (i = 1; i <= k; i++) {
		split(w[i], p, "/")
		size = 2 ^ (32 - p[2])
		if (int(number(addr) / size) == int(number(p[1]) / size))
			return 1
	}
	return 0
}
function known(proto, c, cp, s, sp,    i) {
	if (("[" c ", " s ", " sp "/" proto "]") in exact ||
	    ("[" c ", " cp "/" proto ", " s ", " sp "/" proto "]") in exact)
		return 1
	for (i = 1; i <= n; i++)
		if (w_proto[i] == proto && in_nets(c, w_clients[i]) &&
		    in_nets(s, w_servers[i]) && cp + 0 >= w_clow[i] + 0 &&
		    cp + 0 <= w_chigh[i] + 0 && sp + 0 >= w_low[i] + 0 &&
		    sp + 0 <= w_high[i] + 0)
			return 1
	return 0
}
function after(key, s) {
	s = substr($0, index($0, "$" key " = ") + length(key) + 4)
	if (s ~ /^set\(/)
		return substr(s, 5, index(s, ")") - 5)
	sub(/[],].*/, "", s)
	return s
}
BEGIN {
	addr = "[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+"
	net = "set\\(" addr "/[0-9]+(, " addr "/[0-9]+)*\\)"
	port = "[0-9]+/(tcp|udp)"
	in_set = "^\t\t\\[" addr "(, " port ")?, " addr ", " port "\\],$"
	wide1 = "^\t\t\\[\\$clients = " net ", \\$client_low = " port \
		", \\$client_high = " port ",$"
	wide2 = "^\t\t \\$servers = " net ", \\$low = " port ", \\$high = " \
		port "\\],?$"
}
NR == FNR {
	depth += gsub(/[[({]/, "&") - gsub(/[])}]/, "&")
	if (depth < 0)
		fail("closed twice")
}
NR == FNR && /^redef likely_server_ports \+= \{$/ { ports = 1; next }
NR == FNR && ports {
	if (/^\};$/)
		ports = 0
	else if ($0 !~ "^\t" port ",$")
		fail("port")
	next
}
NR == FNR && /^\t\t\[[0-9]/ {
	if ($0 !~ in_set)
		fail("element")
	key = $0
	gsub(/^\t\t|,$/, "", key)
	exact[key]
	next
}
NR == FNR && /^\t\t\[/ {
	if ($0 !~ wide1)
		fail("wide")
	w_clients[++n] = after("clients")
	w_clow[n] = after("client_low")
	w_chigh[n] = after("client_high")
	next
}
NR == FNR && /^\t\t \$/ {
	if ($0 !~ wide2)
		fail("wide")
	w_servers[n] = after("servers")
	w_low[n] = after("low")
	w_high[n] = after("high")
	w_proto[n] = w_low[n] ~ /tcp/ ? "tcp" : "udp"
	next
}
NR == FNR { next }
known($2, $3, $4, $5, $6) || known($2, $5, $6, $3, $4) { print $1 }
END {
	if (!failed && depth) {
		print "zeek.awk: brackets do not balance" >"/dev/stderr"
		failed = 1
	}
	exit failed
}
