#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# options.sh: a tool's long options are the same set in its --help, in its man
# page and in the three completion files, and so are the commands of otbase. A
# shell that is not there is skipped aloud.
set -u
: "${B:?}"
work=$B/options
rm -rf "$work"
mkdir -p "$work"
passed=0 failed=0 skipped=0

ok() {
	passed=$((passed + 1))
}

not_ok() {
	failed=$((failed + 1))
	echo "not ok - options: $1"
	sed 's/^/#   /' "$work/why"
}

skip() {
	skipped=$((skipped + 1))
	echo "ok - options: $1 # SKIP: no $2"
}

# same WHAT ONE OTHER: two files with a word a line
same() {
	sort -u "$2" >"$work/one"
	sort -u "$3" >"$work/other"
	if test ! -s "$work/one"; then
		echo "nothing was found" >"$work/why"
		not_ok "$1"
	elif diff -u "$work/one" "$work/other" >"$work/why"; then
		ok
	else
		not_ok "$1"
	fi
}

long() {
	grep -o -E -e '--[a-z][a-z-]*'
}

# --- where they stand ---------------------------------------------------------

commands() {
	"$B/otbase" --help | awk '/^  [a-z]+ +[a-z]/ { print $1 }'
}

in_help() {	# TOOL [COMMAND]
	"$B/$1" ${2:+"$2"} --help | grep -E '^ +-' | sed 's/  [a-z].*//' | long
}

in_page() {
	sed -n 's/^\.It\(.*\)/\1/p' "man/$1.1" |
		grep -o -E 'Fl -[a-z][a-z-]*' | sed 's/Fl /-/'
}

# What bash really offers after these words.
in_bash() {	# WORD ...
	bash -c '
	. completions/otcap.bash
	COMP_WORDS=("$@" --) COMP_CWORD=$#
	_otcap
	printf "%s\n" "${COMPREPLY[@]}"' bash "$@" | sed 's/=$//'
}

# The arrays that a tool's branch names are part of it.
in_zsh() {
	awk -v tool="$1" '
	function take(s, to) {
		while (match(s, /--[a-z][a-z-]*/)) {
			found[to] = found[to] " " substr(s, RSTART, RLENGTH)
			s = substr(s, RSTART + RLENGTH)
		}
	}
	/^[a-z]+=\($/ { array = substr($0, 1, index($0, "=") - 1) }
	/^[a-z-]+\)$/ { branch = substr($0, 1, length($0) - 1) }
	array || branch == tool {
		to = array ? array : tool
		take($0, to)
		for (name in found)
			if (name != to && index($0, "$" name))
				found[to] = found[to] found[name]
	}
	/^\)$/ { array = "" }
	/^	;;$/ { branch = "" }
	END {
		n = split(found[tool], word, " ")
		while (n)
			print word[n--]
	}' completions/_otcap
}

in_fish() {
	sed -n "s/^complete -c $1 .*-l \([a-z-]*\).*/--\1/p" \
		completions/otcap.fish
}

# --- the same -----------------------------------------------------------------

for tool in otcap-filter otflows otbase otdiff otgraph; do
	in_help "$tool" >"$work/help"
	in_bash "$tool" >"$work/bash"
	same "$tool in bash" "$work/help" "$work/bash"
	if test "$tool" = otbase; then
		for command in $(commands); do
			in_help otbase "$command" >"$work/command"
			in_bash otbase "$command" >"$work/bash"
			same "otbase $command in bash" "$work/command" \
				"$work/bash"
			cat "$work/command" >>"$work/help"
		done
	fi
	in_page "$tool" >"$work/page"
	in_zsh "$tool" >"$work/zsh"
	in_fish "$tool" >"$work/fish"
	same "$tool(1)" "$work/help" "$work/page"
	same "$tool in zsh" "$work/help" "$work/zsh"
	same "$tool in fish" "$work/help" "$work/fish"
done

commands >"$work/help"
sed -n 's/^\.It Cm \([a-z]*\)$/\1/p' man/otbase.1 >"$work/page"
bash -c '
. completions/otcap.bash
COMP_WORDS=(otbase "") COMP_CWORD=1
_otcap
printf "%s\n" "${COMPREPLY[@]}"' >"$work/bash"
sed -n 's/^		\([a-z]*\)\\:".*/\1/p' completions/_otcap >"$work/zsh"
sed -n 's/^complete .*__fish_use_subcommand -f -a \([a-z]*\) .*/\1/p' \
	completions/otcap.fish >"$work/fish"
for where in page bash zsh fish; do
	same "commands of otbase, $where" "$work/help" "$work/$where"
done

# --- values, as bash completes them -------------------------------------------

# completes EXPECTED WORD ...: the last word is the one being typed
completes() {
	want=$1
	shift
	echo "$want" >"$work/want"
	bash -c '
	. completions/otcap.bash
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
	_otcap
	echo "${COMPREPLY[@]}"' bash "$@" >"$work/got" 2>&1
	same "bash: $*" "$work/want" "$work/got"
}
completes 'csv jsonl zeek' otflows --format ''
completes 'csv' otflows --format = c
completes 'csv jsonl zeek' /usr/bin/otflows --format =
completes 'png pdf' otgraph -T p
completes '--max-edges=' otgraph --max-e
completes 'medium' otdiff --fail-on m
completes 'port-scan,outside-contact' otdiff --only port-scan,ou
completes 'new-service' otdiff --skip new-s
completes 'show stats' otbase s
completes 'hour' otbase stats --by h
completes 'host' otbase show --by h
completes 'suricata' otbase export --format s
completes '--update=' otbase learn --u
completes '' otdiff --scan-ports ''
completes '' otflows week

# Every kind of finding that otdiff knows, and no other.
sed -n 's/^	\[FINDING_.*\] = "\(.*\)",$/\1/p' lib/judge/finding.c \
	>"$work/help"
bash -c '. completions/otcap.bash; printf "%s\n" $_otcap_kinds' >"$work/bash"
same 'kinds of findings in bash' "$work/help" "$work/bash"
sed -n '/^kinds=/,/^)/p' completions/_otcap |
	tr -c 'a-z-' '\n' | grep -- - >"$work/zsh"
same 'kinds of findings in zsh' "$work/help" "$work/zsh"
sed -n '/^set -g otcap_kinds/,/[^\\]$/p' completions/otcap.fish |
	tr -c 'a-z-' '\n' | grep -- '..-' >"$work/fish"
same 'kinds of findings in fish' "$work/help" "$work/fish"
sed -n '/^\.Sh FINDINGS/,/^\.Sh ENV/p' man/otdiff.1 | grep '^\.It Cm' |
	grep -o -E '[a-z]+(-[a-z]+)+' >"$work/page"
same 'kinds of findings in otdiff(1)' "$work/help" "$work/page"

# --- recognisers, in otcap-protocols(7) ---------------------------------------

# Name, transports, ports and what is said of each: the same as in the code, in
# the right section.
awk -f tests/recognisers.awk lib/understand/protocols/*.c >"$work/help"
awk '/^\.Ss Control protocols/ { kind = "control" }
/^\.Ss Other protocols/ { kind = "other" }
/^\.Sh SEE/ { kind = "" }
kind && /^\.It Cm / { name = $3 }
kind && name && /^(TCP|UDP) / { print kind " " name ": " $0 }' \
	man/otcap-protocols.7 >"$work/page"
same 'recognisers in otcap-protocols(7)' "$work/help" "$work/page"
sed -n 's/^	&\(.*\),$/\1/p' lib/understand/protocols/protocols.c |
	sort -u | wc -l >"$work/page"
wc -l <"$work/help" >"$work/count"
same 'number of recognisers' "$work/page" "$work/count"

# --- the Makefile, in the README ----------------------------------------------

sed -n 's/^\([A-Z_]*\) ?=.*/\1/p' Makefile | grep -v LIB_DIRS >"$work/help"
sed -n '/^| variable/,/^$/p' README.md | grep '^| .[A-Z]' | cut -d '|' -f 2 |
	tr -c 'A-Z_' '\n' | grep -v -e DESTDIR -e '^CC$' -e FLAGS -e '^V$' \
		-e '^$' >"$work/page"
same 'variables of make' "$work/help" "$work/page"
sed -n '/^\.PHONY:/,/[^\\]$/p' Makefile | tr -c 'a-zA-Z-' '\n' |
	grep -v -e PHONY -e FORCE -e build- -e check-run -e headers \
		-e '^$' >"$work/help"
sed -n '/^| target/,/^$/p' README.md | cut -d '|' -f 2 | tr -d '\140' |
	sed 's/ T=[a-z_]*//' | grep -v target | tr -c 'a-z-' '\n' |
	grep '[a-z]' >"$work/page"
same 'targets of make' "$work/help" "$work/page"

# --- the shells read them -----------------------------------------------------

reads() {	# SHELL FILE
	if ! command -v "$1" >/dev/null 2>&1; then
		skip "$1 -n" "$1"
	elif "$1" -n "$2" >"$work/why" 2>&1; then
		ok
	else
		not_ok "$1 -n $2"
	fi
}
reads bash completions/otcap.bash
reads zsh completions/_otcap
reads fish completions/otcap.fish

if command -v fish >/dev/null 2>&1; then
	printf '%s\n' csv jsonl zeek >"$work/want"
	HOME=$work fish -c 'source completions/otcap.fish
		complete -C "otflows --format "' 2>/dev/null | cut -f1 \
		>"$work/got"
	same 'fish: otflows --format' "$work/want" "$work/got"
else
	skip 'fish completes' fish
fi

echo "# options: $passed passed, $failed failed, $skipped skipped"
echo "$passed $failed $skipped" >"$B/results/options"
test "$failed" -eq 0
