# SPDX-License-Identifier: BSD-3-Clause
# The name says the format, --format says it better.
in=$TESTDATA/normal.pcap
magic() {
	od -An -N4 -tx1 "$1" | tr -d ' '
}
otcap-filter -w a.pcap "$in" && magic a.pcap
otcap-filter -w a.pcap.gz "$in" && magic a.pcap.gz
gzip -dc a.pcap.gz | cmp - a.pcap
otcap-filter -w a.pcapng "$in" && magic a.pcapng
otcap-filter -w a.pcapng.gz "$in" && gzip -dc a.pcapng.gz | cmp - a.pcapng
otcap-filter --format pcapng "$in" | cmp - a.pcapng
otcap-filter --format pcap -w b.pcapng "$in" && cmp a.pcap b.pcapng
otcap-filter -o .pcapng "$in" && cmp a.pcap .pcapng
otcap-filter --format=pcapng -o c.pcap "$in" && cmp a.pcapng c.pcap
# Nanoseconds in, nanoseconds out.
otcap-filter -w n.pcap "$TESTDATA/nanosecond.pcap" && magic n.pcap
otcap-filter -w n.pcap "$TESTDATA/pcapng.pcapng" && magic n.pcap
# The largest snapshot length of the inputs.
otcap-filter -w s.pcap "$TESTDATA/snaplen.pcap" && od -An -j16 -N4 -tu4 s.pcap
otcap-filter -w s.pcap "$in" "$TESTDATA/snaplen.pcap" &&
	od -An -j16 -N4 -tu4 s.pcap
otcap-filter -w a.pcap.zst "$in"
echo "exit status $?"
otcap-filter --format erf "$in"
echo "exit status $?"
ls -A
