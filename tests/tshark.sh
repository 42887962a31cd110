#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# tshark.sh OTFLOWS [CAPTURE...]: a second opinion on every conversation, by
# default of all captures in testdata/ and, where there are any, $CAPTURES.
#
# Per conversation (both ways joined) the packets and the IPv4 bytes that
# otflows counts must be those of tshark without reassembly; the class counts
# must add up to capinfos' packets. In tunnels the innermost IPv4 header
# counts (tshark: last occurrence of a field); otcap unwraps GRE, ERSPAN, IP in
# IP and VXLAN, so tshark's dissectors of other tunnels (GTP-U, Geneve, VXLAN
# GPE) are off, and what IPv6 carries is IPv6. An ICMP error that quotes a
# packet is no packet of that conversation. A later fragment belongs to the
# ports of its first one, which tshark leaves to us. IP length 0 (segmentation
# offload) is what the frame carries.
#
# Prints TAP, or from tests/check.sh only what failed; without tshark or
# capinfos says so and skips.
set -u
LC_ALL=C
export LC_ALL

otflows=$1
shift
for tool in tshark capinfos; do
	if ! command -v "$tool" >/dev/null 2>&1; then
		echo "1..0 # SKIP $tool is not installed: no second opinion"
		test ! -d "${B-}/results" || echo 0 0 1 >"$B/results/tshark"
		exit 0
	fi
done
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT INT TERM
if test $# -eq 0; then
	set -- testdata/*.pcap* ${CAPTURES:+"$CAPTURES"/*.pcap*}
fi

# proto addr:port addr:port packets bytes, lower endpoint first, sorted.
by_otflows() {
	awk -F, '
	NR > 1 && ($3 == "tcp" || $3 == "udp") {
		a = $4 ":" $5; b = $6 ":" $7
		k = $3 " " (a < b ? a " " b : b " " a)
		n[k] += $10 + $11
		bytes[k] += $12 + $13
	}
	END { for (k in n) print k, n[k], bytes[k] }' "$1" | sort
}

fields() {
	tshark -r "$1" -o ip.defragment:FALSE \
		-o tcp.desegment_tcp_streams:FALSE \
		--disable-protocol gtp --disable-protocol geneve \
		-d udp.port==4790,data \
		-T fields -E separator=\| -E occurrence=l \
		-e ip.src -e ip.dst -e ip.proto -e ip.len \
		-e tcp.srcport -e tcp.dstport -e udp.srcport -e udp.dstport \
		-e eth.dst -e sll.pkttype -e ip.id -e ip.frag_offset \
		-e frame.len -e frame.protocols 2>"$dir/tshark.err"
}

# Twice over the same fields: first the ports of each first fragment.
by_tshark() {
	awk -F'|' '
	function is_group(addr,    o) {
		split(addr, o, ".")
		return (o[1] >= 224 && o[1] <= 239) || o[1] == 0 ||
		       addr == "255.255.255.255"
	}
	function link_is_group(mac, pkttype) {
		return mac ~ /^.[13579bdf]:/ || pkttype == 1 || pkttype == 2
	}
	{ id = $1 " " $2 " " $3 " " $11 }
	NR == FNR {
		if ($12 == 0 && ($5 $7) != "")
			ports[id] = $3 == 6 ? $5 " " $6 : $7 " " $8
		next
	}
	$3 != 6 && $3 != 17 { next }
	$14 ~ /:vxlan:/ && $14 !~ /:vxlan:.*:ip(:|$)/ { next }
	$14 ~ /:icmp|:ipv6:/ || is_group($1) || is_group($2) { next }
	link_is_group($9, $10) { next }
	{
		split($12 > 0 ? ports[id] : $3 == 6 ? $5 " " $6 : $7 " " $8,
		      p, " ")
		a = $1 ":" (p[1] + 0)
		b = $2 ":" (p[2] + 0)
		k = ($3 == 6 ? "tcp " : "udp ") (a < b ? a " " b : b " " a)
		n[k]++
		bytes[k] += $4 ? $4 : $13 - 14
	}
	END { for (k in n) print k, n[k], bytes[k] }' "$1" "$1" | sort
}

# Sum of the classes in the run row's operations.
classes() {
	awk -F, '
	BEGIN {
		split("tcp udp icmp igmp ip-other ipv6 arp ethertype-other " \
		      "multicast broadcast damaged linktype-other", name, " ")
		for (i in name)
			class[name[i]]
	}
	$3 == "run" {
		n = split($20, token, "+")
		for (i = 1; i <= n; i++) {
			split(token[i], t, ":")
			if (t[1] in class)
				sum += t[2]
		}
	}
	END { print sum + 0 }' "$1"
}

# report STATUS WHAT
report() {
	if test "$1" = 0; then
		echo "ok - $2"
	else
		echo "not ok - $2"
	fi
}

# In a directory of its own, because two captures are looked at at a time.
look() {
	capture=$1
	dir=$2
	name=$(basename "$capture")
	"$otflows" -q "$capture" >"$dir/flows.csv" 2>"$dir/otflows.err"
	fields "$capture" >"$dir/fields"
	by_otflows "$dir/flows.csv" >"$dir/ours"
	by_tshark "$dir/fields" >"$dir/theirs"
	diff "$dir/ours" "$dir/theirs" >"$dir/diff"
	status=$?
	test $status = 0 || sed 's/^/# /' "$dir/diff" | head -20
	n=$(($(wc -l <"$dir/ours")))
	report $status "$name: $n conversations as tshark"
	ours=$(classes "$dir/flows.csv")
	theirs=$(capinfos -Mrc "$capture" 2>/dev/null |
		tail -1 | awk '{ print $NF }')
	if test -z "$theirs"; then
		echo "# $name: capinfos cannot read this file"
		return
	fi
	test "$ours" = "$theirs"
	report $? "$name: classes add up to $ours, capinfos $theirs"
}

n=0
for capture; do
	n=$((n + 1))
	mkdir "$dir/$n"
	look "$capture" "$dir/$n" >"$dir/$n/tap" &
	test $((n % 2)) -eq 0 && wait
done
wait
i=0
while test $i -lt $n; do
	i=$((i + 1))
	cat "$dir/$i/tap"
done >"$dir/tap"
passed=$(grep -c '^ok' "$dir/tap")
failed=$(grep -c '^not ok' "$dir/tap")
if test -d "${B-}/results"; then
	grep -v '^ok' "$dir/tap"
	echo "$passed $failed 0" >"$B/results/tshark"
else
	awk '/ok - / { sub(/ok - /, "ok " ++n " - ") } { print }' "$dir/tap"
	echo "1..$((passed + failed))"
fi
test "$failed" -eq 0
