# SPDX-License-Identifier: BSD-3-Clause
# A pcap has one link type; a pcapng has any number of them.
cp "$TESTDATA"/link-sll.pcap "$TESTDATA"/link-ethernet.pcap \
	"$TESTDATA"/link-unknown.pcap .
otcap-filter -w out.pcap link-sll.pcap link-ethernet.pcap
echo "exit status $?"
ls -A
otcap-filter -w out.pcapng link-sll.pcap link-ethernet.pcap
echo "exit status $?"
otcap-filter --report out.pcapng | tail -1
# What is set aside does not count.
otcap-filter -w out.pcap link-unknown.pcap link-ethernet.pcap
echo "exit status $?"
