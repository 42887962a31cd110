# SPDX-License-Identifier: BSD-3-Clause
# Weeks that bring nothing new leave the rules as they are, byte for byte; all
# at once, one by one, and merged give the same.
"$PLANT" normal >0.pcap
otbase learn -q -o plant.base 0.pcap
cp plant.base first.base
for week in 1 2 3; do
	"$PLANT" week $week >$week.pcap
	otbase learn -q --update plant.base -o plant.base $week.pcap
	cmp plant.base first.base
	otbase learn -q -o $week.base $week.pcap
done
otbase learn -q -o once.base 3.pcap 0.pcap 2.pcap 1.pcap
cmp once.base plant.base
otbase learn -q -o first.base 0.pcap
otbase merge -o a.base first.base 1.base 2.base 3.base
otbase merge -o b.base 3.base 3.base first.base 2.base 1.base
cmp a.base plant.base
cmp b.base plant.base
cmp a.base.seen plant.base.seen
cmp b.base.seen plant.base.seen
grep -c ^run a.base.seen
# What a person wrote stays.
sed 's/^\(tcp.*ssh.*\),learned,learn,,$/\1,approved,me,2030-12-31,"x, y"/' \
	plant.base >mine.base
cp plant.base.seen mine.base.seen
otbase learn -q --update mine.base 0.pcap | diff mine.base -
grep approved mine.base
