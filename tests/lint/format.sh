#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# format.sh FILE...: what clang-format would change, except what is the author's
# choice: where a line ends, how tables and what stands behind code are aligned,
# and the indentation of a continued line.
set -u
plain() {
	expand "$1" | sed 's/\([^ ]\)  */\1 /g; s/\([^ ]\)\/\*/\1 \/*/'
}
bad=0
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
for file; do
	plain "$file" >"$scratch/is"
	clang-format "$file" >"$scratch/raw" || exit 2
	plain "$scratch/raw" >"$scratch/want"
	diff -U1 "$scratch/is" "$scratch/want" | awk -v file="$file" '
	function bare(s) { gsub(/ /, "", s); return s }
	function inner(s) { sub(/^ */, "", s); return s }
	/^(---|\+\+\+)/ { next }
	/^@@/ {
		split($2, at, /[-,]/)
		n = at[2] - 1
		split("", line)
		before = ""
	}
	/^[- ]/ { n++; text = substr($0, 2) }
	/^-/ && bare(text) != "" && text !~ /^#/ {
		line[bare(text)] = n
		is[n] = text
		# A line that begins a statement, not one that goes on with it.
		begins[n] = before ~ /([;{}:)]|\*\/) *$/ && before !~ /\){ *$/
	}
	/^[- ]/ { before = text; next }
	/^\+/ {
		text = substr($0, 2)
		if (!(bare(text) in line))
			next
		i = line[bare(text)]
		if (inner(text) == inner(is[i]) && !begins[i])
			next
		print file ":" i ": " is[i]
		print file ":" i ": " text "   <- clang-format"
		bad = 1
	}
	END { exit bad }' || bad=1
done
exit $bad
