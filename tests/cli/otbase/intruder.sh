# SPDX-License-Identifier: BSD-3-Clause
# Learning from a capture with an intruder in it does not make him normal.
"$PLANT" normal >normal.pcap
otbase learn -q -o normal.base normal.pcap
for name in scenario1 scenario2a scenario2b; do
	"$PLANT" $name >$name.pcap
	echo "$name"
	otbase learn -o $name.base $name.pcap
	diff normal.base $name.base
	otdiff -q --format csv $name.base $name.pcap | cut -d, -f2 |
		sort | uniq -c | sed 's/^ */  /'
done
