#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# check-tshark.sh PLANT: does tshark find the simulated plant in order? Every
# checksum is verified; an error or a warning is accepted only where a capture
# is meant to have it. Record counts are compared with the tally.
set -u
plant=${1:?usage: check-tshark.sh PLANT}
export LC_ALL=C TZ=UTC
if ! command -v tshark >/dev/null 2>&1; then
	echo "# skipped: tshark is not installed"
	test ! -d "${B-}/results" ||
		echo 0 0 1 >"$B/results/plant-tshark"
	exit 0
fi
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT

# What tshark may find, as an extended regular expression.
allowed() {
	reset='Connection reset \(RST\)'
	unseen='ACKed segment that wasn.t captured|Previous segment\(s\) not'
	case $1 in
	scenario1) echo "$reset" ;;
	link-unknown) echo 'User encapsulation not handled' ;;
	gz-damaged) echo '^Errors: .* Bad checksum|^Warns: ' ;;
	# Reboots, frames not seen, copies of multicast questions.
	week*) echo "$reset|$unseen|SSH +Malformed|DNS query retransmission" ;;
	*) echo '^$' ;;
	esac
}

# The lines below the headings of errors and warnings.
experts() {
	tshark -r "$1" -q -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE \
		-o udp.check_checksum:TRUE -z expert,warn 2>/dev/null |
		awk '/^(Errors|Warns) / { level = $1; next }
		level && $1 ~ /^[0-9]+$/ { print level ": " $0 }'
}

# The tally of a damaged file is not what tshark makes of it.
counts_agree() {
	case $1 in
	damaged | gz-damaged) return 0 ;;
	esac
	want=$("$plant" count "$@" | awk '$1 == "total" { print $2 }')
	is=$(tshark -r "$dir/capture" 2>/dev/null | wc -l)
	test "$want" -eq "$is" && return 0
	echo "# $1: $is records, the tally says $want"
	return 1
}

# look DIR NAME [SEED]: in a directory of its own, two are looked at at a time.
look() {
	dir=$1
	shift
	if "$plant" "$@" >"$dir/capture" &&
		experts "$dir/capture" >"$dir/experts" &&
		! grep -vE "$(allowed "$1")" "$dir/experts" &&
		counts_agree "$@"; then
		echo "ok - $*"
	else
		echo "not ok - $*"
	fi
}

list() {
	"$plant" list | awk '$1 !~ /^week/ { print $1 }'
	for seed in 2 3 4 5 6 7 8 9 10 11; do
		echo week $seed
	done
	echo week-cut 2
}

n=0
list >"$scratch/list"
while read -r name seed; do
	n=$((n + 1))
	mkdir "$scratch/$n"
	look "$scratch/$n" "$name" ${seed:+"$seed"} >"$scratch/$n/tap" &
	test $((n % 2)) -eq 0 && wait
done <"$scratch/list"
wait
cat "$scratch"/*/tap >"$scratch/tap"
failed=$(grep -c '^not ok' "$scratch/tap")
if test -d "${B-}/results"; then
	grep -v '^ok' "$scratch/tap"
	echo "$((n - failed)) $failed 0" >"$B/results/plant-tshark"
else
	cat "$scratch/tap"
fi
echo "# tshark: $n captures of the plant, $failed failed"
test "$failed" -eq 0
