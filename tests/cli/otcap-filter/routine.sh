# SPDX-License-Identifier: BSD-3-Clause
# What is left when routine is not kept.
"$PLANT" normal >normal.pcap
"$PLANT" scenario2b >scenario2b.pcap
otbase learn -q -o plant.base normal.pcap
# flows FILE: conversations of a capture, and how many flows
flows() {
	otflows -q "$1" | grep -E ',(tcp|udp),' | cut -d , -f 3,4,6,7 |
		sort | uniq -c
}
for capture in normal scenario2b; do
	echo "--- $capture"
	otcap-filter -v -x plant.base -w out.pcap $capture.pcap
	flows out.pcap
	otcap-filter -x plant.base --report $capture.pcap |
		grep -A 3 '^in scope'
done
echo '--- maintenance can be called operation'
sed 's/,maintenance,/,operation,/' plant.base >other.base
otcap-filter -x other.base scenario2b.pcap >out.pcap
flows out.pcap
echo '--- what a finding holds is no routine, nor are earlier flows of the pair'
"$PLANT" scenario1 >scenario1.pcap
otcap-filter -x other.base -f 'tcp port 22 and host 192.168.10.11' \
	-w out.pcap scenario1.pcap
flows out.pcap
echo '--- what is to be reviewed is none either'
sed '/,502,/s/,learned,/,review,/' other.base >review.base
otcap-filter -x review.base -w out.pcap normal.pcap
flows out.pcap
echo '--- nothing twice from a pipe'
otcap-filter -x plant.base <normal.pcap
echo "exit status $?"
mkfifo pipe
otcap-filter -x plant.base -w out.pcap normal.pcap pipe
echo "exit status $?"
otcap-filter -x absent.base -w out.pcap normal.pcap
echo "exit status $?"
otcap-filter -x plant.base -w out.pcap absent.pcap
echo "exit status $?"
otcap-filter -x plant.base --print-bpf
echo "exit status $?"
echo '--- a damaged capture is copied as far as it goes'
cp "$TESTDATA/damaged.pcap" .
otcap-filter -x plant.base -w out.pcap normal.pcap damaged.pcap
echo "exit status $?"
flows out.pcap | wc -l
echo '--- later fragments go with the first one; what comes before it is kept'
otbase learn -q "$TESTDATA/fragments.pcap" >fragments.base
cut -d , -f 1-6 fragments.base
otcap-filter -x fragments.base -w out.pcap "$TESTDATA/fragments.pcap"
for capture in "$TESTDATA/fragments.pcap" out.pcap; do
	otcap-filter --report "$capture" | tail -1
done
