# Every file format of the same sample gives the same flows; what the format
# leaves out is shown.
rows() {
	otflows "$TESTDATA/$1" | grep -v ',run,'
}
rows link-ethernet.pcap >ethernet
for f in nanosecond.pcap big-endian.pcap snaplen.pcap pcapng.pcapng \
	pcapng-be.pcapng pcapng-sections.pcapng pcapng-mixed.pcapng \
	zst.pcap.zst truncated.pcap truncated-header.pcap; do
	echo "== $f"
	rows "$f" 2>&1 | sed "s|$TESTDATA/||" | diff ethernet - |
		sed -n 's/^\([<>]\) /\1/p'
	otflows -q "$TESTDATA/$f" | sed -n 's/.*,run,/run,/p'
done
