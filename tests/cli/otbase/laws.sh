# SPDX-License-Identifier: BSD-3-Clause
# What is learned from two captures that share no flow is what is learned from
# each and merged: rules and memory, byte for byte, in any order. (Two weeks of
# UDP are one flow where the ports stay the same.)
for week in 2 3 4 5 6 7; do
	"$PLANT" week $week | otcap-filter -q -f tcp -w $week.pcap
	otbase learn -q -o $week.base $week.pcap
done
otcap-filter -q -f tcp -w s.pcap "$TESTDATA/scenario2b.pcap"
otbase learn -q -o s.base s.pcap
same() {
	otbase learn -q -o learned.base "$1.pcap" "$2.pcap"
	otbase merge -o merged.base "$2.base" "$1.base"
	otbase learn -q --update "$1.base" -o updated.base "$2.pcap"
	for base in merged updated; do
		cmp learned.base $base.base
		cmp learned.base.seen $base.base.seen
	done
}
for pair in 2:3 3:7 4:5 5:2 6:7 7:4 5:s s:3; do
	same "${pair%:*}" "${pair#*:}"
done
otbase learn -q -o all.base 7.pcap 2.pcap 5.pcap 3.pcap 6.pcap 4.pcap
otbase merge -o merged.base [2-7].base
cmp all.base merged.base
cmp all.base.seen merged.base.seen
# Once more changes nothing.
otbase merge -o twice.base all.base 3.base all.base
cmp all.base twice.base
cmp all.base.seen twice.base.seen
otbase learn -q --update all.base -o again.base 5.pcap
cmp all.base again.base
cmp all.base.seen again.base.seen
grep -c ^tcp all.base.seen
