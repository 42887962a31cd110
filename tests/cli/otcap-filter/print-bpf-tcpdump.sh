# SPDX-License-Identifier: BSD-3-Clause
# tcpdump with the printed expression selects the packets that otcap-filter
# selects, byte for byte, where nothing but VLAN tags stands before IPv4. Where
# a filter cannot see it (tunnels, PPPoE, MPLS, two kinds of PPP in one file,
# link types that libpcap or otcap-filter does not read) the numbers of packets
# of both are listed.
command -v tcpdump >/dev/null || {
	echo 'SKIP: tcpdump is not installed'
	exit 77
}
n_packets() {
	otcap-filter --report "$1" | awk 'END { print $1 }'
}
compare() {	# FILE
	expression=$(otcap-filter --print-bpf "$1") || exit
	otcap-filter -q -w ours.pcap "$1" 2>/dev/null
	nano=
	case $(od -An -N4 -tx1 ours.pcap) in
	' 4d 3c b2 a1') nano=--time-stamp-precision=nano ;;
	esac
	# shellcheck disable=SC2086 # absent where not needed
	tcpdump -r "$1" -w theirs.pcap $nano "$expression" 2>/dev/null || {
		echo "$(basename "$1"): tcpdump does not read it"
		return
	}
	tail -c +25 ours.pcap >ours
	tail -c +25 theirs.pcap | cmp -s - ours || echo "$(basename "$1"):" \
		"tcpdump $(n_packets theirs.pcap)," \
		"otcap-filter $(n_packets ours.pcap)"
}
otcap-filter --print-bpf | xargs -0 tcpdump -y EN10MB -d >code 2>err ||
	cat err
for file in "$TESTDATA"/*.pcap; do
	case $file in
	*/damaged.pcap | */truncated*) ;;
	*) compare "$file" ;;
	esac
done
# Captures of real plants, where there are any.
for file in ${CAPTURES:+"$CAPTURES"/*.pcap*}; do
	case $file in
	*/many-link-layers.pcap) ;;
	*) compare "$file" ;;
	esac
done
