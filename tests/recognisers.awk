# SPDX-License-Identifier: BSD-3-Clause
#
# recognisers.awk: what lib/understand/protocols/*.c say of themselves, one
# recogniser a line, as otcap-protocols(7) shows it: over which transport, on
# which ports, and what counts against it.

# Ports are written as numbers or as constants of the same file.
function constants(s) {
	while (match(s, /[A-Z][A-Z_]* = [0-9]+/)) {
		split(substr(s, RSTART, RLENGTH), part, " = ")
		value[part[1]] = part[2]
		s = substr(s, RSTART + RLENGTH)
	}
}

function member(name, end) {
	if (!match(all, "\\." name " = [^" end "]*"))
		return ""
	return substr(all, RSTART + length(name) + 4,
		      RLENGTH - length(name) - 4)
}

function is_set(name) {
	return all ~ ("\\." name " = true")
}

# Three and more neighbours in a row are a range.
function ports(s,    n, i, k, port, out) {
	gsub(/[{} \t]/, "", s)
	n = split(s, port, ",")
	for (i = 1; i <= n; i++)
		if (port[i] in value)
			port[i] = value[port[i]]
	for (i = 1; i <= n; i = k + 1) {
		for (k = i; k < n && port[k + 1] == port[k] + 1; k++)
			;
		if (k < i + 2)
			k = i
		out = out (out ? ", " : "") port[i] \
			(k > i ? " to " port[k] : "")
	}
	return out
}

function mark(when, word) {
	if (when)
		marks = marks (marks ? ", " : "") word
}

function show(    over) {
	over = all ~ /PROTOCOL_TCP/ ? "TCP" : ""
	if (all ~ /PROTOCOL_UDP/)
		over = over (over ? " and UDP" : "UDP")
	marks = ""
	mark(all ~ /PROOF_WEAK/, "weak")
	mark(is_set("unproven"), "own samples")
	mark(is_set("peer"), "no master")
	mark(!member("operations", ","), "no operations")
	name = member("name", ",")
	gsub(/"/, "", name)
	over = over " " ports(member("ports", "}"))
	sub(/ $/, " no port", over)
	print (is_set("ot") ? "control " : "other ") name ": " over \
		(marks ? "; " marks : "")
}

FNR == 1 {
	for (word in value)
		delete value[word]
}
{ constants($0) }
/^const struct protocol [a-z]/ { all = ""; inside = 1 }
inside { all = all " " $0 }
inside && /^};/ { inside = 0; show() }
