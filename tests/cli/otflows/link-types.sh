# The same sample behind every link layer: its flows in full on Ethernet and
# without a link layer, and what the others make of them that differs.
flows() {
	otflows "$TESTDATA/link-$1.pcap" | grep -v ',run,'
}
flows ethernet >plain
flows raw101 >raw
cat plain
for f in "$TESTDATA"/link-*.pcap; do
	name=${f##*/link-}
	name=${name%.pcap}
	echo "== $name"
	flows "$name" >rows
	if cmp -s rows raw && test "$name" != raw101; then
		echo 'as raw101'
	elif cmp -s rows plain && test "$name" != ethernet; then
		echo 'as ethernet'
	elif test "$name" = raw101; then
		cat rows
	else
		diff plain rows | sed -n 's/^\([<>]\) /\1/p'
	fi
	otflows "$f" | sed -n 's/.*,run,/run,/p'
done
