#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# bench.sh BUILD: what a packet costs, against a yardstick run in turn with it
#
# A machine's speed drifts by half while one looks: only ratios of runs that
# took turns are firm. So each row runs the yardstick and the tool alternately,
# BENCH_RUNS times (5), and shows the median of the ratios of the pairs. No
# number here is a test; nothing fails for being slow.
#
# BENCH_PACKETS  packets of the plant capture (2000000); the others in
#                proportion, but for one of 10000000 on which the limit for
#                looking into payloads was set. Captures (3 GB) stay in
#                BUILD/bench until the plant is built anew.
set -u
B=$(cd "$1" && pwd) || exit 2
N=${BENCH_PACKETS:-2000000}
RUNS=${BENCH_RUNS:-5}
D=$B/bench
mkdir -p "$D"
export LC_ALL=C TZ=UTC
plant=$D/plant-$N.pcap
long=$D/plant-10000000.pcap
scan=$D/scan-$((N * 39 / 100)).pcap
bulk=$D/bulk-$((N / 5)).pcap
site=$D/site-$((N * 5 / 2)).pcap
round=$D/site-500000.pcap
ot=$D/ot-$N.pcap

make_capture() {	# FILE COMMAND...
	file=$1
	shift
	test -s "$file" && test "$file" -nt "$B/plant" && return
	echo "# making ${file##*/}"
	if ! "$@" >"$file.part" || ! test -s "$file.part"; then
		rm -f "$file.part"
		echo "# ${file##*/}: could not be made ($1 does not do it)"
		return 1
	fi
	mv "$file.part" "$file"
}

from_plant() {	# KIND FILE
	n=${2##*-}
	make_capture "$2" "$B/plant" bench "$1" "${n%.pcap}"
}

ngcopy() { "$B/ngcopy" <"$plant"; }
gzcopy() { gzip -nc "$plant"; }

from_plant plant "$plant"
from_plant plant "$long"
from_plant scan "$scan"
from_plant bulk "$bulk"
from_plant site "$site"
from_plant site "$round"
from_plant ot "$ot"
if test -s "$plant"; then
	make_capture "$D/plant-$N.pcapng" ngcopy
	make_capture "$plant.gz" gzcopy
fi

median() {
	sort -n | awk '{ v[NR] = $1 }
	END { if (NR) print v[int((NR + 1) / 2)] }'
}

# A command of blank-separated words (no path here has a blank); 1 is otdiff's
# answer that there are findings.
take() {
	# shellcheck disable=SC2086
	"$B/measure" $1
	test $? -le 1
}

packets_in() {
	"$B/pcaploop" "$1" | awk '{ print $1 }'
}

line() {
	printf '%-36s %-8s %10s %8s %6s %6s %7s  %s\n' "$@"
}

gone() {	# ROW CAPTURE WHY
	line "$1" "$2" - - - - - "$3"
}

# What the tool takes more than the yardstick, of the pairs of the last row.
more_a_packet() {	# PACKETS
	awk '{ print $4 - $1 }' "$D/pairs" | median |
		awk -v n="$1" '{ printf "%.1f ns a packet more", $1 / n }'
}

# row NAME CAPTURE-NAME PACKETS YARDSTICK TOOL [NOTE]; the note "more" is what
# the tool takes more.
row() {
	: >"$D/pairs"
	i=0
	while test $i -lt "$RUNS"; do
		if yard=$(take "$4") && tool=$(take "$5"); then
			echo "$yard $tool" >>"$D/pairs"
		else
			gone "$1" "$2" failed
			return
		fi
		i=$((i + 1))
	done
	cpu=$(awk '{ print $4 }' "$D/pairs" | median)
	note=${6-}
	test "$note" != more || note=$(more_a_packet "$3")
	line "$1" "$2" "$3" \
		"$(echo "$cpu $3" | awk '{ printf "%.1f", $1 / $2 }')" \
		"$(awk '{ printf "%.2f\n", $4 / $1 }' "$D/pairs" | median)" \
		"$(awk '{ printf "%.2f\n", $5 / $2 }' "$D/pairs" | median)" \
		"$(awk '{ printf "%.1f\n", $6 / 1024 }' "$D/pairs" | median)" \
		"$note"
}

# As row, where the capture and the tool are there.
try() {	# TOOL FILE NAME CAPTURE-NAME YARDSTICK COMMAND [NOTE]
	if ! test -s "$2"; then
		gone "$3" "$4" 'no capture'
	elif ! test -x "$B/$1"; then
		gone "$3" "$4" "$1 is not built"
	elif ! command -v "${5%% *}" >/dev/null; then
		gone "$3" "$4" "${5%% *} is not installed"
	else
		row "$3" "$4" "$(packets_in "${2%.gz}")" "$5" "$6" "${7-}"
	fi
}

# What one more flow takes: the memory over that of the plant capture, which
# has next to no flows, by the number of rows.
bytes_a_flow() {
	test -x "$B/otflows" && test -s "$scan" && test -s "$plant" || return
	few=$("$B/measure" "$B/otflows" "$plant") || return
	many=$("$B/measure" "$B/otflows" "$scan") || return
	"$B/otflows" "$scan" | awk -v few="${few##* }" -v many="${many##* }" '
	/,(tcp|udp),/ { n++ }
	END {
		if (n)
			printf "%d flows, %d B each", n, (many - few) * 1024 / n
	}'
}

base_of() {	# CAPTURE BASE
	test -x "$B/otbase" && test -s "$1" || return
	"$B/otbase" learn -o "$2" "$1" 2>/dev/null
}

# How much otdiff has to do in the row of the site.
site_size() {
	printf '%d rules, %d flows' "$(($(wc -l <"$D/site.base") - 1))" \
		"$((N / 2))"
}

filter='ip and (tcp or udp) and not ip broadcast and not ip multicast'

echo "# $(uname -m), $(nproc) cores, $(${CC:-cc} --version | head -1)"
echo "# $RUNS pairs a row; CPU is user + system; ratios: tool / yardstick"
line tool/yardstick capture packets ns/pkt cpu wall MiB note
loop=$B/pcaploop
flows=$B/otflows
try otflows "$plant" 'otflows/libpcap loop' plant "$loop $plant" "$flows $plant"
try otflows "$D/plant-$N.pcapng" 'otflows/libpcap loop' pcapng \
	"$loop $D/plant-$N.pcapng" "$flows $D/plant-$N.pcapng"
try otflows "$plant.gz" 'otflows/gzip -dc' plant.gz \
	"gzip -dc $plant.gz" "$flows $plant.gz"
try otflows "$scan" 'otflows/libpcap loop' scan "$loop $scan" "$flows $scan" \
	"$(bytes_a_flow)"
try otflows "$bulk" 'otflows/libpcap loop' bulk "$loop $bulk" "$flows $bulk"
# What looking into payloads costs: most where conversations begin, and then as
# they go on.
try otflows "$plant" 'otflows/--no-payload' plant "$flows --no-payload $plant" \
	"$flows $plant" more
try otflows "$long" 'otflows/--no-payload' plant "$flows --no-payload $long" \
	"$flows $long" more
try otflows "$ot" 'otflows/--no-payload' ot "$flows --no-payload $ot" \
	"$flows $ot" more
try otflows "$scan" 'otflows/--no-payload' scan "$flows --no-payload $scan" \
	"$flows $scan" more
try otcap-filter "$plant" 'otcap-filter/tcpdump -w' plant \
	"tcpdump -Z root -q -r $plant -w /dev/null $filter" \
	"$B/otcap-filter -w /dev/null $plant"
base_of "$plant" "$D/plant.base"
try otdiff "$plant" 'otdiff BASE/otflows' plant "$flows $plant" \
	"$B/otdiff $D/plant.base $plant"
base_of "$round" "$D/site.base"
try otdiff "$site" 'otdiff BASE/otflows' site "$flows $site" \
	"$B/otdiff $D/site.base $site" "$(site_size)"
