# SPDX-License-Identifier: BSD-3-Clause
#
# The text of C files without comments and the insides of strings, line by
# line, for checks that must not stumble over either.
# usage: awk -f code.awk FILE...  ->  FILE:LINE:code
FNR == 1 { inside = 0 }
{
	out = ""
	n = length($0)
	for (i = 1; i <= n; i++) {
		c = substr($0, i, 1)
		two = substr($0, i, 2)
		if (inside) {
			if (two == "*/") {
				inside = 0
				i++
			}
		} else if (two == "/*") {
			inside = 1
			i++
		} else if (c == "\"" || c == "\047") {
			out = out c c
			for (i++; i <= n && substr($0, i, 1) != c; i++)
				if (substr($0, i, 1) == "\\")
					i++
		} else {
			out = out c
		}
	}
	print FILENAME ":" FNR ":" out
}
