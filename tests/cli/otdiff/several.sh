# SPDX-License-Identifier: BSD-3-Clause
# -b: what any of several baselines allows is no finding; what only the others
# know is not missed.
"$PLANT" normal >normal.pcap
"$PLANT" scenario2b >other.pcap
otbase learn -q -o week.base normal.pcap 2>/dev/null
otbase learn -q -o turn.base other.pcap 2>/dev/null
kinds() {
	otdiff --format csv "$@" >out
	echo "exit $?: $(tail -n +2 out | cut -d, -f2,3 | tr '\n' ' ')"
}
kinds week.base other.pcap
kinds -b turn.base week.base other.pcap
sed 's/,review,learn,/,approved,me,/' turn.base >allowed.base
cp turn.base.seen allowed.base.seen
kinds -b allowed.base week.base other.pcap
kinds -b turn.base -b allowed.base week.base other.pcap
kinds -b allowed.base week.base normal.pcap
kinds -b week.base allowed.base normal.pcap
# A rule that is near says of which baseline it is.
otdiff -q -b turn.base week.base other.pcap | grep nearest
kinds -b none.base week.base other.pcap
