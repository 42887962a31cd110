# SPDX-License-Identifier: BSD-3-Clause
#
# services.awk: data/services.csv -> the C tables of understand/services.h.
# It is also the data check: what breaks a rule of data/README.md is told as
# FILE:LINE on stderr, and then there is no output and the exit status is 1.
# Any awk will do; run it with LC_ALL=C.

function complain(what) {
	print FILENAME ":" FNR ": " what >"/dev/stderr"
	bad++
}
# Split a row into f[]; returns the number of fields, 0 for bad quotes.
function split_row(s,    n, q) {
	n = 0
	for (;;) {
		if (substr(s, 1, 1) == "\"") {
			f[++n] = ""
			s = substr(s, 2)
			while ((q = index(s, "\"")) > 0) {
				f[n] = f[n] substr(s, 1, q - 1)
				s = substr(s, q + 1)
				if (substr(s, 1, 1) != "\"")
					break
				f[n] = f[n] "\""
				s = substr(s, 2)
			}
			if (!q || s !~ /^(,|$)/)
				return 0
		} else {
			match(s, /^[^,]*/)
			f[++n] = substr(s, 1, RLENGTH)
			s = substr(s, RLENGTH + 1)
			if (f[n] ~ /"/)
				return 0
		}
		if (s == "")
			return n
		s = substr(s, 2)
	}
}
function one_of(column, value, words) {
	if (index(" " words " ", " " value " ") == 0 || value ~ / /)
		complain(column " \"" value "\" is none of: " words)
}
function is_port(s) {
	return s ~ /^[1-9][0-9]*$/ && length(s) <= 5 && s + 0 <= 65535
}
function check_fields() {
	if (f[1] !~ /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/ || length(f[1]) > 24)
		complain("name \"" f[1] "\" is not a short lower-case label")
	one_of("proto", f[2], "tcp udp")
	if (!is_port(f[3]) || !is_port(f[4]) || f[3] + 0 > f[4] + 0)
		complain("ports \"" f[3] "\" to \"" f[4] "\" are no range")
	one_of("kind", f[5], "ot remote file web infra other")
	one_of("same_port", f[6], "yes no")
	one_of("side", f[7], "server client")
	one_of("weight", f[8], "strong weak")
	if (f[9] == "" || f[10] == "")
		complain("description and source must be there")
	if (f[5] == "ot" && f[4] + 0 >= 32768 && f[8] == "strong")
		complain("an ephemeral port is no strong evidence")
}
# Ranges of a protocol may not overlap, so ordered by port_lo means ordered by
# all of proto, port_lo, port_hi, name.
function check_order() {
	if (f[2] < last_proto || \
	    (f[2] == last_proto && f[3] + 0 < last_lo))
		complain("not sorted by proto, port_lo")
	else if (f[2] == last_proto && f[3] + 0 <= last_hi)
		complain("port " f[3] " is in two rows")
	last_proto = f[2]
	last_lo = f[3] + 0
	last_hi = f[4] + 0
}
function add_name(name, kind,    i) {
	if (name in kind_of) {
		if (kind_of[name] != kind)
			complain(name " is " kind_of[name] " in another row")
		return
	}
	kind_of[name] = kind
	for (i = ++n_names; i > 1 && names[i - 1] > name; i--)
		names[i] = names[i - 1]
	names[i] = name
}
function bool(yes) {
	return yes ? "true" : "false"
}

BEGIN {
	header = "name,proto,port_lo,port_hi,kind,same_port,side,weight," \
	    "description,source"
}
/[^ -~]/ {
	complain("only printable ASCII")
	next
}
FNR == 1 {
	if ($0 != header)
		complain("the header must be " header)
	next
}
{
	n = split_row($0)
	if (n != 10) {
		complain(n ? n " fields, not 10" : "bad quotes")
		next
	}
	check_fields()
	check_order()
	add_name(f[1], f[5])
	row[++n_rows] = sprintf("\t{ \"%s\", %d, %d, %d, SERVICE_%s, " \
	    "%s, %s, %s, false },", f[1], f[3], f[4], f[2] == "tcp" ? 6 : 17, \
	    toupper(f[5]), bool(f[6] == "yes"), bool(f[7] == "client"), \
	    bool(f[8] == "weak"))
}
END {
	if (!n_rows)
		complain("no rows")
	if (bad)
		exit 1
	print "/* Made from data/services.csv by data/services.awk. */"
	print "#include \"understand/services.h\""
	print "\nconst struct service services_builtin[] = {"
	for (i = 1; i <= n_rows; i++)
		print row[i]
	print "};"
	print "const size_t n_services_builtin = " n_rows ";"
	print "\nconst struct service_name service_names[] = {"
	for (i = 1; i <= n_names; i++)
		printf "\t{ \"%s\", SERVICE_%s },\n", names[i], \
		    toupper(kind_of[names[i]])
	print "};"
	print "const size_t n_service_names = " n_names ";"
}
