#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# man.sh: what the pages show is what happens. Runs the examples of man/*, of
# README.md and of docs/*.md, and compares what they print, where that is shown.
#
# An example is a line `$ COMMAND` in the EXAMPLES of a man page, in a display
# or after `.Dl`, or in a block of Markdown that begins with ```console; `> `
# goes on with a line that is not complete. In a display what follows the
# command is what it prints on both outputs; `...` stands for any lines, blanks
# at the end do not count. After `.Dl` nothing is compared. All commands of one
# file run in one shell, in a folder with the captures of testdata; none may end
# with a status above 1 unless its output is shown.
set -u
: "${B:?}" "${SRC:?}" "${TESTDATA:?}"
unset TMPDIR
export PATH="$B:$PATH" PAGER=cat TERM=dumb

# Lines `$command`, `>more`, `=output` and `-`: output is not compared.
extract() {
	case $1 in
	*.md) mode=md ;;
	*) mode=mdoc ;;
	esac
	awk -v mode="$mode" '
	function plain(s) {
		gsub(/\\&/, "", s)
		gsub(/\\-/, "-", s)
		gsub(/\\\(aq/, "\047", s)
		gsub(/\\\(dq/, "\"", s)
		gsub(/\\e/, "\\", s)
		return s
	}
	function line(s) {
		if (s ~ /^\$ /)
			print "$" substr(s, 3)
		else if (open && s ~ /^> /)
			print ">" substr(s, 3)
		else
			print "=" s
		open = (s ~ /^\$ / || open) && s ~ /(\\|\||&&|\{)$/
	}
	mode == "md" && /^```console$/ { on = 1; next }
	mode == "md" && /^```/ { on = 0 }
	mode == "md" && on { line($0) }
	mode == "md" { next }
	/^\.Sh/ { examples = $2 == "EXAMPLES"; next }
	!examples { next }
	/^\.Dl \$ / { line(plain(substr($0, 5))); print "-"; next }
	/^\.Bd -literal/ { on = 1; next }
	/^\.Ed/ { on = 0 }
	on { line(plain($0)) }' "$1"
}

# matches WANTED GOT
matches() {
	awk -v got="$2" '
	function match_from(i, k) {
		while (i <= n && want[i] != "...") {
			if (k > m || want[i] != have[k])
				return 0
			i++
			k++
		}
		if (i > n)
			return k > m
		for (; k <= m + 1; k++)
			if (match_from(i + 1, k))
				return 1
		return 0
	}
	{ sub(/[ \t]+$/, ""); want[++n] = $0 }
	END {
		while ((getline s <got) > 0) {
			sub(/[ \t]+$/, "", s)
			have[++m] = s
		}
		exit !match_from(1, 1)
	}' "$1"
}

judge() {
	n=$((n + 1))
	if test "$compare" -eq 0 && test $status -le 1; then
		passed=$((passed + 1))
	elif test "$compare" -eq 1 && matches "$work/want" "$work/got"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok - $page: $command (exit status $status)"
		diff -u "$work/want" "$work/got" | tail -n +3 | head -40 |
			sed 's/^/#   /'
	fi
}

begin() {
	command=$1
	compare=1
	: >"$work/want"
}

finish() {
	test -n "$command" || return
	eval "(exit $status)
$command" </dev/null >"$work/got" 2>&1
	status=$?
	judge
	command=
}

# Reads fd 3, so that a command may not eat the commands after it.
examples() {
	command='' status=0
	while IFS= read -r line <&3; do
		rest=${line#?}
		case $line in
		'$'*) finish; begin "$rest" ;;
		'>'*) command="$command
$rest" ;;
		'='*) printf '%s\n' "$rest" >>"$work/want" ;;
		*) compare=0 ;;
		esac
	done
	finish
	echo "$n $passed $failed" >"$work/sum"
}

n=0 passed=0 failed=0
work=$B/man
rm -rf "$work"
for page in man/*.[1-9] README.md docs/*.md; do
	test -e "$SRC/$page" || continue
	rm -rf "$work/scratch"
	mkdir -p "$work/scratch"
	ln -s "$TESTDATA"/*.pcap* "$SRC/docs" "$work/scratch/"
	extract "$SRC/$page" >"$work/script"
	before=$n
	(cd "$work/scratch" && examples) 3<"$work/script"
	read -r n passed failed <"$work/sum"
	grep -q '^\$' "$work/script" || continue
	test "$n" -gt "$before" || failed=$((failed + 1))
done

# What a page points at is there.
for page in README.md docs/*.md; do
	test -e "$page" || continue
	for to in $(grep -o ']([^)]*)' "$page" | tr -d ']()' |
		sed 's/#.*//'); do
		case $to in *:*) continue ;; esac
		n=$((n + 1))
		if test -e "$(dirname "$page")/$to"; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			echo "not ok - $page: $to is not there"
		fi
	done
done

if command -v mandoc >/dev/null 2>&1; then
	n=$((n + 1))
	if mandoc -Tlint -Wwarning man/*.[1-9]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok - man: mandoc -Tlint"
	fi
	skipped=0
else
	echo "ok - man: mandoc -Tlint # SKIP: no mandoc"
	skipped=1
fi

echo "# man: $passed passed, $failed failed, $skipped skipped"
echo "$passed $failed $skipped" >"$B/results/man"
test "$failed" -eq 0 && test "$n" -gt 0
