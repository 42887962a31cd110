#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# filter-tshark.sh OTCAP-FILTER CAPTURE...: a second opinion on every packet.
#
# What otcap-filter copies must be, in order, the packets that tshark's fields
# say are unicast IPv4 TCP or UDP: the same times, lengths and MD5 of the frame.
# The rule is that of tshark.sh: in tunnels the innermost IPv4 header counts,
# what IPv6 carries is IPv6, an ICMP error that quotes a packet is ICMP; tunnels
# that otcap does not open (GTP-U, Geneve, VXLAN GPE) are what carries them.
#
# Prints TAP; without tshark says so and skips (exit status 77).
set -u
LC_ALL=C
export LC_ALL

filter=$1
shift
if ! command -v tshark >/dev/null 2>&1; then
	echo "1..0 # SKIP tshark is not installed: no second opinion"
	exit 77
fi
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT INT TERM

fields() {
	tshark -r "$1" -o ip.defragment:FALSE \
		-o tcp.desegment_tcp_streams:FALSE \
		-o frame.generate_md5_hash:TRUE \
		--disable-protocol gtp --disable-protocol geneve \
		-d udp.port==4790,data \
		-T fields -E separator=\| -E occurrence=l \
		-e frame.time_epoch -e frame.len -e frame.cap_len \
		-e frame.md5_hash -e ip.src -e ip.dst -e ip.proto \
		-e eth.dst -e sll.pkttype -e frame.protocols \
		2>"$dir/tshark.err"
}

in_scope() {
	awk -F'|' '
	function is_group(addr,    o) {
		split(addr, o, ".")
		return (o[1] >= 224 && o[1] <= 239) || o[1] == 0 ||
		       addr == "255.255.255.255"
	}
	$7 != 6 && $7 != 17 { next }
	$10 ~ /:vxlan:/ && $10 !~ /:vxlan:.*:ip(:|$)/ { next }
	$10 ~ /:icmp|:ipv6:/ || is_group($5) || is_group($6) { next }
	$8 ~ /^.[13579bdf]:/ || $9 == 1 || $9 == 2 { next }
	{ print $1, $2, $3, $4 }'
}

failed=0
number=0
for capture; do
	name=$(basename "$capture")
	number=$((number + 1))
	"$filter" -q -w "$dir/out.pcapng" "$capture" 2>/dev/null
	fields "$dir/out.pcapng" | cut -d\| -f1-4 | tr \| ' ' >"$dir/ours"
	fields "$capture" | in_scope >"$dir/theirs"
	if diff "$dir/theirs" "$dir/ours" >"$dir/diff"; then
		echo "ok $number - $name: $(wc -l <"$dir/ours") packets"
	else
		echo "not ok $number - $name"
		sed 's/^/# /' "$dir/diff" | head -10
		failed=$((failed + 1))
	fi
done
echo "1..$number"
[ "$failed" = 0 ]
