# SPDX-License-Identifier: BSD-3-Clause
#
# awk -v expression=FILE -f arkime.awk PACKETS
#
# A search expression of Arkime, read by its grammar and answered for packets
# `id proto src sport dst dport`, each as the session it would begin:
#   e     = or
#   or    = and { "||" and }
#   and   = one { "&&" one }
#   one   = "!" one | "(" or ")" | field op value
#   op    = "==" | "!=" | ">=" | "<=" | ">" | "<"
#   value = word | "[" word { "," word } "]"
# Fields are of two types: addresses take == and != with networks and lists,
# numbers all. What is not in the grammar, or nested deeper than the database
# takes, ends with exit status 1.

function fail(why) {
	print "arkime.awk: " why " at: " substr(text, 1, 60) >"/dev/stderr"
	exit failed = 1
}

function next_token() {
	sub(/^[ \n]+/, "", text)
	if (text == "")
		token = ""
	else if (match(text, /^(\|\||&&|==|!=|>=|<=|[()!<>])/) ||
		 match(text, /^\[[^]\[]*\]/) ||
		 match(text, /^[-+a-zA-Z0-9_.@:*?\/$]+/))
		token = substr(text, 1, RLENGTH)
	else
		fail("no token")
	text = substr(text, length(token) + 1)
}

# To reverse Polish, in code[]; depth is that of the database's query.
function parse_or(depth) {
	parse_and(depth + 1)
	while (token == "||") {
		next_token()
		parse_and(++depth + 1)
		code[++n] = "||"
	}
}
function parse_and(depth) {
	parse_one(depth + 1)
	while (token == "&&") {
		next_token()
		parse_one(depth + 1)
		code[++n] = "&&"
	}
}
function parse_one(depth,    field, op) {
	if (depth > deepest)
		deepest = depth
	if (token == "!") {
		next_token()
		parse_one(depth + 1)
		code[++n] = "!"
		return
	}
	if (token == "(") {
		next_token()
		parse_or(depth)
		if (token != ")")
			fail("no )")
		next_token()
		return
	}
	field = token
	if (field !~ /^(ip\.src|ip\.dst|ip\.protocol|port\.src|port\.dst)$/)
		fail("no field")
	next_token()
	op = token
	if (op !~ /^(==|!=|>=|<=|>|<)$/ || (field ~ /^ip/ && op !~ /^[!=]=$/))
		fail("no operator")
	next_token()
	if (token !~ /^[[0-9a-z]/)
		fail("no value")
	code[++n] = field " " op " " token
	next_token()
}

function number(addr,    o) {
	split(addr, o, ".")
	return ((o[1] * 256 + o[2]) * 256 + o[3]) * 256 + o[4]
}
function in_net(addr, net,    p, size) {
	split(net, p, "/")
	if (p[2] == "")
		return addr == p[1]
	size = 2 ^ (32 - p[2])
	return int(number(addr) / size) == int(number(p[1]) / size)
}
function is_one(field, v, list,    k, w, i) {
	gsub(/[][]/, "", list)
	k = split(list, w, ",")
	for (i = 1; i <= k; i++)
		if (field ~ /^ip\.[sd]/ ? in_net(v, w[i]) : v == w[i])
			return 1
	return 0
}
function compare(what,    c, v) {
	split(what, c, " ")
	v = value[c[1]]
	if (c[2] == "==")
		return is_one(c[1], v, c[3])
	if (c[2] == "!=")
		return !is_one(c[1], v, c[3])
	v += 0
	c[3] += 0
	if (c[2] ~ /=/ && v == c[3])
		return 1
	return c[2] ~ />/ ? v > c[3] : v < c[3]
}
function answer(    i, top) {
	for (i = 1; i <= n; i++) {
		if (code[i] == "!")
			stack[top] = !stack[top]
		else if (code[i] == "&&") {
			top--
			stack[top] = stack[top] && stack[top + 1]
		} else if (code[i] == "||") {
			top--
			stack[top] = stack[top] || stack[top + 1]
		} else
			stack[++top] = compare(code[i])
	}
	return stack[1]
}

BEGIN {
	while ((getline line <expression) > 0)
		text = text line "\n"
	next_token()
	parse_or(0)
	if (token != "")
		fail("something is left")
	if (deepest > 30)
		fail("deeper than 30")
}
{
	value["ip.protocol"] = $2
	value["ip.src"] = $3
	value["port.src"] = $4
	value["ip.dst"] = $5
	value["port.dst"] = $6
	if (answer())
		print $1
}
END { exit failed }
