# SPDX-License-Identifier: BSD-3-Clause
# A week with an intruder in it, learned by mistake: no scan target is a rule,
# what he did afterwards allows nothing, the list names where he sat, and the
# same captures still show him.
export LOGNAME=anna
"$PLANT" week 5 >clean.pcap
"$PLANT" scenario1 >attack.pcap
otbase learn -q -o clean.base clean.pcap
otbase learn -o plant.base --review review.csv clean.pcap attack.pcap
diff clean.base plant.base
echo '# the review file'
cut -d, -f2-3,7,9,10 review.csv
echo '# learned on top of a clean baseline'
otbase learn -q --update clean.base -o updated.base attack.pcap
diff clean.base updated.base
echo '# and still'
for base in plant updated; do
	otdiff -q --format csv $base.base clean.pcap attack.pcap |
		cut -d, -f2,3,7
done
echo '# what is approved of it, and what cannot be'
sed 's/,,,\([0-9]*: tcp.*\)*$/,approve,was a test,\1/' review.csv |
	otbase approve plant.base -
otdiff -q --format csv plant.base clean.pcap attack.pcap | cut -d, -f2,3,7
