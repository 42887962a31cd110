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
	copied='SSH +Malformed|DNS (query|response) retransmission|out-of-order'
	# The address of the pair goes from one machine to the other.
	moves='Duplicate IP address configured .10\.20\.2\.10.'
	attack='Duplicate IP address configured .10\.20\.(3\.10|1\.31).'
	# Of QUIC only the headers are true; a SYN may well carry data.
	attack="$attack|QUIC +|TCP SYN-ACK|SYN segment with data"
	unseen='ACKed segment that wasn.t captured|Previous segment\(s\) not'
	case $1 in
	scenario1) echo "$reset" ;;
	link-unknown) echo 'User encapsulation not handled' ;;
	gz-damaged) echo '^Errors: .* Bad checksum|^Warns: ' ;;
	# Reboots, frames not seen, copies of multicast questions.
	week* | site) echo "$reset|$unseen|$copied|$moves" ;;
	attacks-alone) echo "$reset|$attack|ACKed segment that wasn" ;;
	*) echo '^$' ;;
	esac
}

# All attacks without the weeks around them (seed 0), each behind the other,
# are one capture. each_attack COMMAND.
each_attack() {
	"$plant" attacks | while read -r name _; do
		"$@" "$name" 0
	done
}

without_header() {
	"$plant" attack "$@" | tail -c +25
}

make_capture() {
	if test "$1" = attacks-alone; then
		"$plant" attack plc-stop 0 | head -c 24
		each_attack without_header
	else
		"$plant" "$@"
	fi
}

count() {
	if test "$1" = attacks-alone; then
		each_attack "$plant" count attack
	else
		"$plant" count "$@"
	fi
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
	want=$(count "$@" | awk '$1 == "total" { n += $2 } END { print n }')
	is=$(tshark -r "$dir/capture" 2>/dev/null | wc -l)
	test "$want" -eq "$is" && return 0
	echo "# $1: $is records, the tally says $want"
	return 1
}

# look DIR NAME [SEED]: in a directory of its own, two are looked at at a time.
look() {
	dir=$1
	shift
	if make_capture "$@" >"$dir/capture" &&
		experts "$dir/capture" >"$dir/experts" &&
		! grep -vE "$(allowed "$1")" "$dir/experts" &&
		counts_agree "$@"; then
		echo "ok - $*"
	else
		echo "not ok - $*"
	fi
}

list() {
	"$plant" list | awk '$1 !~ /^(week|site)/ { print $1 }'
	for seed in 2 3 4 5 6 7 8 9 10 11; do
		echo week $seed
	done
	echo week-cut 2
	for seed in 1 4 5 8 11; do
		echo site $seed
	done
	echo attacks-alone
}

n=0
list >"$scratch/list"
while read -r capture; do
	n=$((n + 1))
	mkdir "$scratch/$n"
	# Its words are arguments: a name, a seed.
	# shellcheck disable=SC2086
	look "$scratch/$n" $capture >"$scratch/$n/tap" &
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
