# SPDX-License-Identifier: BSD-3-Clause
# What stood there keeps its mode, and the link that leads to it.
otcap-filter -q -w want.pcap "$TESTDATA/midstream.pcap"
echo old >target
chmod 604 target
ln -s target link
otcap-filter -q -w link "$TESTDATA/midstream.pcap"
cmp want.pcap target && test -L link || echo 'the link is gone'
stat -c %a target
# A link to nothing is followed; a pipe is written, not replaced.
ln -s nothing empty
otcap-filter -q -w empty "$TESTDATA/midstream.pcap"
cmp want.pcap nothing && test -L empty || echo 'the empty link is gone'
mkfifo pipe
cat pipe >from-pipe &
otcap-filter -q -w pipe "$TESTDATA/midstream.pcap"
wait
cmp want.pcap from-pipe
test -p pipe || echo 'no pipe'
# Trouble leaves what was there.
otcap-filter -q -w target missing.pcap
echo "exit status $?"
cmp want.pcap target
ls
