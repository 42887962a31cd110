# What could be read is there, what could not is said; the exit status tells
# a quiet week from a broken file.
cp "$TESTDATA"/truncated.pcap "$TESTDATA"/truncated-header.pcap \
	"$TESTDATA"/damaged.pcap "$TESTDATA"/gz-*.gz "$TESTDATA"/empty.pcap \
	"$TESTDATA"/out-of-scope.pcap "$TESTDATA"/link-unknown.pcap .
exec 2>&1
try() {
	echo "== $*"
	otflows "$@" >out
	echo "exit status $?, $(($(wc -l <out))) lines"
	sed -n 's/.*,run,/run,/p' out
}
try truncated.pcap
try -q truncated.pcap
try --strict truncated.pcap
try truncated-header.pcap
try damaged.pcap
try -q damaged.pcap
try gz-damaged.pcap.gz
try gz-cut.pcap.gz
try empty.pcap
try out-of-scope.pcap
try link-unknown.pcap
try truncated.pcap damaged.pcap missing.pcap empty.pcap
head -c 24 empty.pcap | head -c 20 >header-cut
try header-cut
head -c 30 damaged.pcap >record-cut
try record-cut
