# A full disk is never a success.
if ! test -c /dev/full; then
	echo 'SKIP: no /dev/full'
	exit 77
fi
exec 2>&1
otflows "$TESTDATA/midstream.pcap" >/dev/full
echo $?
otflows "$TESTDATA/scenario1.pcap" >/dev/full
echo $?
otflows --format jsonl "$TESTDATA/midstream.pcap" >/dev/full
echo $?
otflows --help >/dev/full
echo $?
otflows --version >/dev/full
echo $?
otflows "$TESTDATA/midstream.pcap" >&-
echo $?
otflows -o /dev/full "$TESTDATA/midstream.pcap"
echo $?
test -c /dev/full || echo 'it is no device any more'
