# The same sample behind every link layer: its flows in full on Ethernet and
# without a link layer, and what the others make of them that differs.
flows() {
	otflows "$TESTDATA/link-$1.pcap" | grep -v ',run,'
}
flows ethernet >ethernet
flows raw101 >raw101
cat ethernet
for f in "$TESTDATA"/link-*.pcap; do
	name=${f##*/link-}
	name=${name%.pcap}
	echo "== $name"
	flows "$name" >rows
	if cmp -s rows raw101 && test "$name" != raw101; then
		echo 'as raw101'
	elif cmp -s rows ethernet && test "$name" != ethernet; then
		echo 'as ethernet'
	elif test "$name" = raw101; then
		cat rows
	else
		diff ethernet rows | sed -n 's/^\([<>]\) /\1/p'
	fi
	otflows "$f" | sed -n 's/.*,run,/run,/p'
done
