#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# export-tshark.sh OTBASE: what `otbase export` writes is taken by the programs
# it is for, and selects the packets that the rules name and no others.
#
# What must be selected is computed by tests/export/rules.awk from the text of
# the baseline, over the addresses and ports that tshark reads. tshark -Y and
# tcpdump -F then select, from captures of the plant and from a capture of every
# packet between some addresses over some ports, which a baseline of all shapes
# is held against; Suricata, Zeek and Arkime, for which there are no packages,
# are played by readers of their grammar in tests/export. nft checks its table
# where it may.
set -u
otbase=$1
: "${B:?}" "${TESTDATA:?}" "${PLANT:?}"
here=tests/export
work=$B/export
rm -rf "$work"
mkdir -p "$work"
passed=0 failed=0 skipped=0

ok() {
	passed=$((passed + 1))
}
not_ok() {
	failed=$((failed + 1))
	echo "not ok - export: $1"
	head -5 "$work/why" | sed 's/^/#   /'
}
skip() {
	skipped=$((skipped + 1))
	echo "ok - export: $1 # SKIP: $2"
}
# same WHAT WANTED GOT
same() {
	if test ! -s "$2"; then
		echo "nothing was wanted" >"$work/why"
		not_ok "$1"
	elif diff "$2" "$3" >"$work/why"; then
		ok
	else
		not_ok "$1"
	fi
}
have() {
	command -v "$1" >/dev/null 2>&1
}

# export_as FORMAT BASE [OPTION ...]: to $work/FORMAT
export_as() {
	to=$1
	from=$2
	shift 2
	"$otbase" export -q --format "$to" "$@" "$from" >"$work/$to" ||
		failed=$((failed + 1))
}

# --- the captures of the plant ------------------------------------------------

# frame|epoch|length|MAC|icmp|proto|src|dst|ports: a line for each frame
fields() {
	tshark -r "$1" -T fields -E separator=\| -E occurrence=f \
		-e frame.number -e frame.time_epoch -e frame.len -e eth.dst \
		-e icmp.type -e ip.proto -e ip.src -e ip.dst \
		-e tcp.srcport -e tcp.dstport -e udp.srcport -e udp.dstport \
		2>/dev/null
}

# The packets of the scope, as rules.awk wants them.
in_scope() {
	awk -F'|' '
	$5 != "" || ($6 != 6 && $6 != 17) || $4 ~ /^.[13579bdf]:/ { next }
	$8 ~ /^(0|22[4-9]|23[0-9])\./ || $8 == "255.255.255.255" { next }
	{ print $1, $6 == 6 ? "tcp" : "udp", $7, $9 $11, $8, $10 $12 }' "$1"
}

# frames WANTED FIELDS: the lines of these frames, without their number
frames() {
	awk -F'|' 'NR == FNR { wanted[$1]; next } $1 in wanted' "$1" "$2" |
		cut -d '|' -f 2-
}

by_tshark() {	# CAPTURE
	tshark -r "$1" -Y "$(cat "$work/wireshark")" -T fields \
		-e frame.number 2>/dev/null
}
by_tcpdump() {	# CAPTURE
	tcpdump -r "$1" -F "$work/bpf" -w "$work/selected" 2>/dev/null
	fields "$work/selected" | cut -d '|' -f 2-
}

# look NAME CAPTURE BASE [NO_VLAN]
look() {
	fields "$2" >"$work/fields"
	in_scope "$work/fields" >"$work/packets"
	awk -v base="$3" -v at=2026-11-22 -f $here/rules.awk \
		"$work/packets" >"$work/known"
	cut -d ' ' -f 1 "$work/packets" | awk '
	NR == FNR { known[$1]; next } !($1 in known)' "$work/known" - \
		>"$work/unknown"
	for unknown in '' --unknown; do
		want=$work/${unknown#--}
		test -n "$unknown" || want=$work/known
		frames "$want" "$work/fields" >"$work/frames"
		export_as wireshark "$3" ${unknown:+"$unknown"}
		by_tshark "$2" >"$work/got"
		same "$1: wireshark $unknown" "$want" "$work/got"
		export_as bpf "$3" ${unknown:+"$unknown"} ${4:+"$4"}
		by_tcpdump "$2" >"$work/got"
		same "$1: bpf $unknown" "$work/frames" "$work/got"
	done
}

plant() {
	"$PLANT" normal >"$work/normal.pcap"
	"$PLANT" scenario1 >"$work/scenario1.pcap"
	for seed in 2 3 4; do
		"$PLANT" week $seed >"$work/week$seed.pcap"
	done
	"$otbase" learn -q -o "$work/normal.base" "$work/normal.pcap"
	"$otbase" learn -q -o "$work/plant.base" "$work"/week?.pcap
	for base in normal plant; do
		grep -v -e ',22,ssh,' -e ',20295,' -e ',67,' \
			"$work/$base.base" >"$work/$base-part.base"
	done
	look normal "$work/normal.pcap" "$work/normal-part.base"
	look scenario1 "$work/scenario1.pcap" "$work/normal.base"
	for seed in 2 3 4; do
		look "week $seed" "$work/week$seed.pcap" \
			"$work/plant-part.base"
	done
	for link in vlan qinq; do
		look "link-$link" "$TESTDATA/link-$link.pcap" \
			"$work/normal-part.base"
	done
	look 'link-sll without VLANs' "$TESTDATA/link-sll.pcap" \
		"$work/normal-part.base" --no-vlan
	"$PLANT" scenario2b >"$work/scenario2b.pcap"
	for capture in normal scenario1 scenario2b; do
		routine "$work/$capture.pcap"
	done
}

# --- otcap-filter -x ----------------------------------------------------------

# What it keeps is what tshark finds no rule for, when the rules are those of
# the conversations that are routine: not of maintenance, nor in a finding.
routine() {	# CAPTURE
	base=$work/routine.base
	"$otbase" learn -q -o "$base" "$work/normal.pcap"
	grep -v ,maintenance, "$base" >"$work/operation.base"
	export_as wireshark "$work/operation.base" --unknown
	fields "$1" >"$work/fields"
	by_tshark "$1" >"$work/got"
	frames "$work/got" "$work/fields" >"$work/frames"
	"$B/otcap-filter" -x "$base" -w "$work/selected" "$1"
	fields "$work/selected" | cut -d '|' -f 2- >"$work/got"
	same "otcap-filter -x, $(basename "$1")" "$work/frames" "$work/got"
}

# --- a baseline of all shapes -------------------------------------------------

# All that some address and some port of the baseline is near to.
all_packets() {
	printf '10.0.0.%d\n' 1 2 3 4 9 11 12 13 14 >"$work/addresses"
	printf '%d\n' 80 82 85 123 502 514 1023 1030 1041 2001 2404 20000 \
		47808 51013 >"$work/ports"
	awk -f $here/packets.awk "$work/addresses" "$work/ports"
}

by_tags() {	# TAGS
	awk -v tags="$1" -f $here/frames.awk "$work/packets" |
		text2pcap -q - "$work/all.pcap" >/dev/null 2>&1
	by_tshark "$work/all.pcap" >"$work/got"
	same "all shapes, tags '$1': wireshark" "$work/known" "$work/got"
	tcpdump -r "$work/all.pcap" -F "$work/bpf" -e -n -t 2>/dev/null |
		awk '{ print substr($1, 7) }' | tr -d : >"$work/got"
	awk '{ printf "%08x\n", $1 }' "$work/known" >"$work/frames"
	same "all shapes, tags '$1': bpf" "$work/frames" "$work/got"
}

shapes() {
	all_packets >"$work/packets"
	sed 's/,"bac.*"",/,bacnet,/' $here/shapes.base >"$work/plain.base"
	awk -v base="$work/plain.base" -v names=$here/shapes.names \
		-v at=2026-11-22 -f $here/rules.awk "$work/packets" \
		>"$work/known"
	for format in bpf wireshark arkime nftables suricata zeek; do
		export_as $format $here/shapes.base -n $here/shapes.names \
			--at 2026-11-22
	done
	awk -v expression="$work/arkime" -f $here/arkime.awk \
		"$work/packets" >"$work/got" 2>&1
	same 'all shapes: arkime' "$work/known" "$work/got"
	for format in suricata zeek; do
		awk -f $here/$format.awk "$work/$format" "$work/packets" \
			>"$work/got" 2>&1
		same "all shapes: $format" "$work/known" "$work/got"
	done
	if have tshark && have tcpdump && have text2pcap; then
		by_tags ''
		by_tags 8100000a
		by_tags '88a80064 8100000a'
	else
		skip 'all shapes: bpf, wireshark' 'no tshark or tcpdump'
	fi
}

# --- nftables -----------------------------------------------------------------

# As root, or as root of a namespace of our own.
nft_check() {	# FILE
	if nft -c -f "$1" >"$work/why" 2>&1; then
		return 0
	fi
	unshare -rn nft -c -f "$1" >"$work/why" 2>&1
}

nft_tables() {
	PATH=$PATH:/usr/sbin:/sbin
	echo 'table inet otcap_test' >"$work/tiny"
	if ! have nft || ! nft_check "$work/tiny"; then
		skip nftables 'no nft, or no right to use it'
		return
	fi
	for base in normal.base plant.base shapes; do
		for enforce in '' --enforce; do
			if test $base = shapes; then
				export_as nftables $here/shapes.base \
					-n $here/shapes.names \
					${enforce:+"$enforce"}
			else
				export_as nftables "$work/$base" \
					${enforce:+"$enforce"}
			fi
			if nft_check "$work/nftables"; then
				ok
			else
				not_ok "$base: nft -c $enforce"
			fi
		done
	done
}

# -----------------------------------------------------------------------------

shapes
if have tshark && have tcpdump; then
	plant
else
	skip 'captures of the plant: bpf, wireshark' 'no tshark or tcpdump'
	"$PLANT" normal >"$work/normal.pcap"
	"$otbase" learn -q -o "$work/normal.base" "$work/normal.pcap"
	cp "$work/normal.base" "$work/plant.base"
fi
nft_tables

echo "# export: $passed passed, $failed failed, $skipped skipped"
echo "$passed $failed $skipped" >"$B/results/export"
test "$failed" -eq 0
