# SPDX-License-Identifier: BSD-3-Clause
# Ten normal weeks of the larger plant, each with other happenings, against a
# baseline that knows one calm week as learn makes it: nothing to tell. The
# second week brings nothing new to the baseline either.
names=$SRC/tests/cli/otdiff/site.names
"$PLANT" site 1 >week.pcap
otbase learn -q -n "$names" -o site.base week.pcap || echo "learn: $?"
for week in 2 3 4 5 6 7 8 9 10 11; do
	"$PLANT" site $week >week.pcap
	otdiff -q --fail-on low -n "$names" site.base week.pcap ||
		echo "week $week: $?"
done
# The pair, and the address that moves, are one machine by their name only.
"$PLANT" site 5 >week.pcap
grep -v ',scada,' "$names" >fewer.names
otdiff -q --format csv -n fewer.names site.base week.pcap |
	cut -d, -f2,3 | tail -n +2 | sort | uniq -c | tr -s ' '
