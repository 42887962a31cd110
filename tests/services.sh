#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# services.sh: the port table keeps the rules of data/README.md, and
# data/services.awk refuses a table that does not, whichever awk runs it.
set -u
: "${B:?run by tests/check.sh}"
export LC_ALL=C
passed=0 failed=0
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
header=$(head -n 1 data/services.csv)

verdict() {
	if test "$2" = 0; then
		passed=$((passed + 1))
	else
		echo "not ok - services: $1"
		failed=$((failed + 1))
	fi
}

# refuses NAME LINE WORDS ROW...: exit status 1, no output, and a message for
# line LINE (as awk counts) with WORDS.
refuses() {
	name=$1 line=$2 words=$3
	shift 3
	: >"$dir/bad.csv"
	test $# -eq 0 || printf '%s\n' "$@" >"$dir/bad.csv"
	$awk -f data/services.awk "$dir/bad.csv" >"$dir/out" 2>"$dir/err"
	test $? -eq 1 && test ! -s "$dir/out" &&
		grep -qF "bad.csv:$line: " "$dir/err" &&
		grep -qF -- "$words" "$dir/err"
	verdict "$awk: $name: $(cat "$dir/err")" $?
}

row='ot,no,server,strong,d,s'
refusals() {
	refuses 'empty file' 0 'no rows'
	refuses 'blank line' 1 'the header must be' ''
	refuses 'no rows' 1 'no rows' "$header"
	refuses 'header' 1 'the header must be' "$header,more" "a,tcp,1,1,$row"
	refuses 'fields' 2 '9 fields' "$header" 'a,tcp,1,1,ot,no,server,weak,d'
	refuses 'open quote' 2 'bad quotes' "$header" "\"a,tcp,1,1,$row"
	refuses 'stray quote' 2 'bad quotes' "$header" "a\"b,tcp,1,1,$row"
	refuses 'text after a quote' 2 'bad quotes' "$header" \
		"\"a\"b,tcp,1,1,$row"
	refuses 'upper case' 2 'name "Ab"' "$header" "Ab,tcp,1,1,$row"
	refuses 'no name' 2 'name ""' "$header" ",tcp,1,1,$row"
	refuses 'proto' 2 'proto "sctp"' "$header" "a,sctp,1,1,$row"
	refuses 'port 0' 2 'no range' "$header" "a,tcp,0,1,$row"
	refuses 'port 65536' 2 'no range' "$header" "a,tcp,1,65536,$row"
	refuses 'leading zero' 2 'no range' "$header" "a,tcp,01,2,$row"
	refuses 'backwards' 2 'no range' "$header" "a,tcp,10,9,$row"
	refuses 'kind' 2 'kind "it"' "$header" \
		'a,tcp,1,1,it,no,server,strong,d,s'
	refuses 'same_port' 2 'same_port "unknown"' "$header" \
		'a,tcp,1,1,ot,unknown,server,strong,d,s'
	refuses 'side' 2 'side ""' "$header" 'a,tcp,1,1,ot,no,,strong,d,s'
	refuses 'two words' 2 'weight "strong weak"' "$header" \
		'a,tcp,1,1,ot,no,server,strong weak,d,s'
	refuses 'source' 2 'must be there' "$header" \
		'a,tcp,1,1,ot,no,server,strong,d,'
	refuses 'ephemeral' 2 'ephemeral' "$header" "a,tcp,32768,32768,$row"
	refuses 'order of ports' 3 'not sorted' "$header" "a,tcp,2,2,$row" \
		"b,tcp,1,1,$row"
	refuses 'order of proto' 3 'not sorted' "$header" "a,udp,1,1,$row" \
		"b,tcp,2,2,$row"
	refuses 'overlap' 3 'port 5 is in two rows' "$header" \
		"a,tcp,1,5,$row" "b,tcp,5,6,$row"
	refuses 'overlap inside' 4 'port 9 is in two rows' "$header" \
		"a,tcp,1,2,$row" "b,tcp,5,10,$row" "c,tcp,9,9,$row"
	refuses 'two kinds' 3 'a is ot' "$header" "a,tcp,1,1,$row" \
		'a,tcp,2,2,web,no,server,strong,d,s'
	refuses 'not ASCII' 2 'ASCII' "$header" \
		"$(printf 'a,tcp,1,1,ot,no,server,strong,\303\244,s')"
	refuses 'CR' 2 'ASCII' "$header" "$(printf 'a,tcp,1,1,%s\r' "$row")"
}

first=
for awk in awk mawk gawk original-awk 'busybox awk'; do
	command -v "${awk%% *}" >/dev/null || continue
	$awk -f data/services.awk data/services.csv >"$dir/table.c"
	verdict "$awk: data/services.csv" $?
	: "${first:=$(cat "$dir/table.c")}"
	test "$first" = "$(cat "$dir/table.c")"
	verdict "$awk: the table of another awk differs" $?
	printf '%s\n' "$header" '"a",tcp,1,1,ot,no,server,strong,"d, ""q""",s' \
		>"$dir/good.csv"
	$awk -f data/services.awk "$dir/good.csv" >"$dir/out" &&
		grep -qF '{ "a", 1, 1, 6, SERVICE_OT, false, false, false,' \
			"$dir/out"
	verdict "$awk: quoted fields" $?
	refusals
done
echo "$passed $failed 0" >"$B/results/services"
test $failed -eq 0
