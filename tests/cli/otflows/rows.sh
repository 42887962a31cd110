# Whole flow CSV of small captures.
cd "$TESTDATA" || exit 99
for f in fragments tso ip-options midstream out-of-scope empty; do
	otflows $f.pcap
done
