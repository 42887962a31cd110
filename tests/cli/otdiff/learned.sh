# SPDX-License-Identifier: BSD-3-Clause
# A baseline as learn makes it, with its memory: other weeks are silent, the
# incidents are not, and a controller that falls silent is missed.
"$PLANT" normal >normal.pcap
otbase learn -q -o plant.base normal.pcap 2>/dev/null || echo "learn: $?"
for week in 2 3 4 5 6 7 8 9 10 11; do
	"$PLANT" week $week | otdiff -q plant.base || echo "week $week: $?"
done
for name in scenario1 scenario2a scenario2b; do
	"$PLANT" $name | otdiff -q --format csv plant.base | cut -d, -f2,3 |
		tail -n +2
done
"$PLANT" week 2 | otflows |
	grep -v ',tcp,192.168.10.11,[0-9]*,192.168.10.103,' |
	otdiff -q plant.base | grep '^LOW'
