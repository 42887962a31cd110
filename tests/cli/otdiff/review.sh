# SPDX-License-Identifier: BSD-3-Clause
# A rule for review, one that has ended and one without an answer allow
# nothing; the finding says which rule came nearest.
"$PLANT" scenario2b >scenario2b.pcap
for status in review approved unanswered; do
	{
		cat "$SRC/tests/cli/otdiff/plant.rules"
		echo "tcp,192.168.10.21,*,203.0.113.66,4441,,operation,,," \
			"$status,hand,2023-10-01T00:00:00Z," | tr -d ' '
	} >rules
	otdiff -q rules scenario2b.pcap | grep 'nearest rule'
done
sed 's/2023-10-01.*/,/; s/unanswered/approved/' rules >allowed
otdiff -q allowed scenario2b.pcap
