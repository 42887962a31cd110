#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# names-tshark.sh OTFLOWS: a second opinion on what machines call themselves
# in our captures, and in the real ones in $CAPTURES where they are there.
#
# One test a capture and source: of the addresses that have a row, otflows has
# exactly the names that tshark reads in the packets. Sources that tshark tells
# in fields of their own, and captures in which one of both has a name.
#
# Prints TAP, or from tests/check.sh only what failed; without tshark says so
# and skips.
set -u
LC_ALL=C
export LC_ALL

otflows=$1
CAPTURES=${CAPTURES-$(cd ../shared/captures 2>/dev/null && pwd)}
skip() {
	echo "1..0 # SKIP $1: no second opinion on names"
	test ! -d "${B-}/results" || echo 0 0 1 >"$B/results/names-tshark"
	exit 0
}
command -v tshark >/dev/null 2>&1 || skip 'tshark is not installed'
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT INT TERM

# Source, field of the address, field of the name; on the next line the filter,
# on the one behind it what stands before the name, with _ for a blank.
cat >"$dir/sources" <<'END'
s7 ip.src s7comm.szl.001c.0001.name
s7comm.szl.001c.0001.name

s7 ip.src s7comm.szl.001c.0002.name
s7comm.szl.001c.0002.name

s7 ip.src s7comm.szl.001c.0003.tag
s7comm.szl.001c.0003.tag

s7 ip.src s7comm.szl.001c.0007.cputypname
s7comm.szl.001c.0007.cputypname

s7 ip.src s7comm.szl.xy11.0001.anz
s7comm.szl.xy11.0001.index == 1

enip ip.src enip.lir.name
enip.lir.name

bacnet ip.src bacapp.instance_number
bacapp.unconfirmed_service == 0
device_
bacnet ip.src bacapp.object_name
bacapp.type == 3 && bacapp.objectType == 8 && bacapp.object_name

profinet ip.src pn_io.cminitiator_station_name
pn_io.cminitiator_station_name

dns dns.a dns.resp.name
dns.a && (udp.srcport == 53 || tcp.srcport == 53) && !dns.cname

llmnr dns.a dns.resp.name
dns.a && udp.srcport == 5355

netbios nbdgm.src.ip nbdgm.source_name
nbdgm.source_name matches "<(00|20)>"

dhcp dhcp.ip.client dhcp.option.hostname
dhcp.type == 1 && dhcp.ip.client != 0.0.0.0

dhcp dhcp.option.requested_ip_address dhcp.option.hostname
dhcp.option.dhcp == 3 && dhcp.ip.client == 0.0.0.0

END

# address TAB source:name, each once
theirs() {
	while read -r source addr name; do
		IFS= read -r filter
		IFS= read -r before
		before=$(echo "$before" | tr _ ' ')
		tshark -r "$1" -Y "$filter" -T fields -E occurrence=f \
			-e "$addr" -e "$name" 2>/dev/null |
			awk -F '\t' -v OFS='\t' -v s="$source:$before" '
			{
				sub(/<(00|20)>.*/, "", $2)
				gsub(/^ +| +$/, "", $2)
			}
			$1 != "" && $2 != "" { print $1, s $2 }'
	done <"$dir/sources" | sort -u
}

# The names of all rows, and the addresses that have one.
ours() {
	"$otflows" -q --format jsonl "$1" 2>/dev/null |
		grep -v '"proto":"run"' >"$dir/rows"
	for role in client server; do
		sed -n "s/.*\"$role\":\"\([^\"]*\)\"\
.*\"${role}_name\":\[\([^]]*\)\].*/\1	\2/p" "$dir/rows"
	done >"$dir/ends"
	cut -f 1 "$dir/ends" | sort -u >"$dir/addresses"
	awk -F '\t' -v OFS='\t' '{
		n = split($2, name, /","/)
		for (i = 1; i <= n; i++) {
			gsub(/^"|"$/, "", name[i])
			if (name[i] != "")
				print $1, name[i]
		}
	}' "$dir/ends" | sort -u
}

passed=0 failed=0
for capture in testdata/normal.pcap testdata/out-of-scope.pcap \
	${CAPTURES:+"$CAPTURES"/*.pcap*}; do
	ours "$capture" >"$dir/ours"
	theirs "$capture" >"$dir/all"
	awk -F '\t' 'NR == FNR { row[$1]; next } $1 in row' \
		"$dir/addresses" "$dir/all" >"$dir/theirs"
	test -s "$dir/ours" || test -s "$dir/theirs" || continue
	if diff "$dir/theirs" "$dir/ours" >"$dir/why"; then
		passed=$((passed + 1))
		test -n "${B-}" || echo "ok - names of ${capture##*/}"
	else
		failed=$((failed + 1))
		echo "not ok - names of ${capture##*/} (<: tshark, >: otflows)"
		head -20 "$dir/why" | sed 's/^/#   /'
	fi
done
test ! -d "${B-}/results" || echo "$passed $failed 0" >"$B/results/names-tshark"
echo "# names-tshark: $passed passed, $failed failed"
test "$failed" -eq 0
