# SPDX-License-Identifier: BSD-3-Clause
# Ten normal weeks of the larger plant, each with other happenings, against a
# baseline that knows one calm week: nothing to tell, and nothing to learn.
names=$SRC/tests/cli/otdiff/site.names
sh "$SRC/tests/cli/otdiff/site.learn"
wc -l <decided.csv
for week in 2 3 4 5 6 7 8 9 10 11; do
	"$PLANT" site $week >week.pcap
	otdiff -q --fail-on low -n "$names" site.base week.pcap ||
		echo "week $week: $?"
	otbase learn -q -n "$names" --update site.base -o more.base week.pcap ||
		echo "week $week: learn: $?"
	diff site.base more.base
done
# The pair, and the address that moves, are one machine by their name only;
# the two network cards likewise.
"$PLANT" site 5 >week.pcap
grep -v ',scada,' "$names" >fewer.names
otdiff -q --format csv -n fewer.names site.base week.pcap |
	cut -d, -f2,3 | tail -n +2 | sort | uniq -c | tr -s ' '
"$PLANT" site 1 >week.pcap
grep -v ',historian,' "$names" >fewer.names
otbase learn -n fewer.names week.pcap 2>&1 >/dev/null |
	grep -o 'address-conflict: [0-9.]*'
