# The same packets give the same bytes: files in any order, time zone, locale,
# hash seed, compression, format, file or pipe.
mkdir a b c d e
cp "$TESTDATA/normal.pcap" a/x.pcap
otflows a/x.pcap >want
same() {
	what=$1
	shift
	"$@" | cmp - want || echo "$what"
}
same zone env TZ=Asia/Tokyo otflows a/x.pcap
for locale in de_DE.UTF-8 C.UTF-8 tr_TR.UTF-8; do
	same $locale env LC_ALL=$locale otflows a/x.pcap
done
for seed in 0 1 2 18446744073709551615 ''; do
	same "seed $seed" env OTCAP_HASH_SEED=$seed otflows a/x.pcap
done
same umask sh -c 'umask 777; otflows a/x.pcap'
gzip -c a/x.pcap >b/x.pcap
same gzip otflows b/x.pcap
otflows "$TESTDATA/normal.pcap.gz" | sed s/normal.pcap.gz/x.pcap/ | cmp - want
if command -v zstd >/dev/null; then
	zstd -q -o c/x.pcap a/x.pcap
	same zstd otflows c/x.pcap
fi
if command -v editcap >/dev/null; then
	editcap -F pcapng a/x.pcap d/x.pcap
	same pcapng otflows d/x.pcap
	editcap -F nsecpcap a/x.pcap e/x.pcap
	same nanoseconds otflows e/x.pcap
fi
otflows <a/x.pcap >piped
sed 's/,run,-,/,run,x.pcap,/' piped | cmp - want
# A pipe cannot be rewound.
# shellcheck disable=SC2002
cat a/x.pcap | otflows - | cmp - piped
otflows -o file a/x.pcap
cmp file want
# Two captures in either order.
otflows "$TESTDATA/normal.pcap" "$TESTDATA/scenario1.pcap" >one
otflows "$TESTDATA/scenario1.pcap" "$TESTDATA/normal.pcap" | cmp - one
