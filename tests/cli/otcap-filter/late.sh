# SPDX-License-Identifier: BSD-3-Clause
# A header is written first, but what belongs there may come late: packets
# longer than the snapshot length that was announced, and, in a pcapng, an
# interface with nanoseconds.
{
	head -c 16 "$TESTDATA/normal.pcap"
	printf '\074\000\000\000'
	tail -c +21 "$TESTDATA/normal.pcap"
} >short.pcap
otcap-filter -w out.pcap short.pcap
echo "exit status $?"
otcap-filter -w want.pcap "$TESTDATA/normal.pcap"
tail -c +25 want.pcap >want
tail -c +25 out.pcap | cmp - want
od -An -j16 -N4 -tu4 out.pcap
otcap-filter short.pcap >/dev/null
echo "exit status $?"

otcap-filter --format pcapng "$TESTDATA/link-ethernet.pcap" >a
otcap-filter --format pcapng "$TESTDATA/nanosecond.pcap" >b
cat a b >late.pcapng
otcap-filter -w out.pcap late.pcapng
echo "exit status $?"
od -An -N4 -tx4 --endian=little out.pcap
otcap-filter --report out.pcap | tail -1
otcap-filter b | tail -c +25 >want
tail -c "$(($(wc -c <want)))" out.pcap | cmp - want
otcap-filter late.pcapng >/dev/null
echo "exit status $?"
otcap-filter -w out.pcap - <late.pcapng
echo "exit status $?"
