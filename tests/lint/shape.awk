# SPDX-License-Identifier: BSD-3-Clause
#
# Functions: at most 60 lines, 5 parameters, 3 levels of nesting, the opening
# brace alone on its line. Reads the output of code.awk.
{
	split($0, part, ":")
	where = part[1] ":" part[2]
	line = substr($0, length(where) + 2)
	if (part[1] != file) {
		file = part[1]
		head = ""
		inside = 0
	}
}
function parameters(s,    i, c, depth, n) {
	i = index(s, "(")
	for (n = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "(")
			depth++
		else if (c == ")" && --depth == 0)
			break
		else if (c == "," && depth == 1)
			n++
	}
	return n
}
function complain(what) {
	print where ": " what
	bad = 1
}
inside && line ~ /^}/ {
	if (n_lines > 60)
		complain("function of " n_lines " lines (60)")
	inside = 0
	head = ""
	next
}
inside {
	n_lines++
	if (line ~ /^\t\t\t\t+(if|for|while|do|switch)[ (]/)
		complain("more than 3 levels of nesting")
	next
}
line ~ /^{[ \t]*$/ {
	if (head ~ /\(/ && head !~ /=/ && parameters(head) > 5)
		complain(parameters(head) " parameters (5)")
	inside = 1
	n_lines = 0
	next
}
line ~ /^[a-z].*\)[ \t]*{[ \t]*$/ && line !~ /[=]/ {
	complain("the brace of a function stands on its own line")
}
line ~ /^(#|[ \t]*$)/ || line ~ /[;}][ \t]*$/ { head = ""; next }
{ head = head line }
END { exit bad }
