# Output goes to its place whole, or not at all.
cp "$TESTDATA/midstream.pcap" x.pcap
otflows x.pcap >want
otflows -o out x.pcap && cmp out want
rm out
otflows -o - x.pcap | cmp - want
otflows --output=out2 x.pcap && cmp out2 want
umask 027
otflows -o out x.pcap && cmp out want
stat -c %a out
# What stood there keeps its mode.
chmod 604 out
otflows -o out x.pcap && cmp out want
stat -c %a out
# What stood there stays when the input cannot be read.
echo old >out
otflows -o out missing.pcap
echo "$? $(cat out)"
# A damaged capture gives what could be read.
otflows -o out "$TESTDATA/damaged.pcap" 2>/dev/null
echo "$? $(($(wc -l <out)))"
# Links and pipes are written, not replaced.
ln -s target link
otflows -o link x.pcap && cmp target want && test -L link || echo 'no link'
mkfifo pipe
cat pipe >from-pipe &
otflows -o pipe x.pcap
wait
cmp from-pipe want
test -p pipe || echo 'no pipe'
otflows -o /dev/stdout x.pcap | cmp - want
ls
