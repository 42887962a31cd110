# SPDX-License-Identifier: BSD-3-Clause
# The same flows from two inputs are learned once: a client port that one
# session had does not become its fixed port.
otflows -o week.csv "$TESTDATA/normal.pcap"
otflows -o other.csv "$TESTDATA/midstream.pcap"
otbase learn -q -o want week.csv
otbase learn -o got week.csv week.csv
cmp want got
cmp want.seen got.seen
otbase learn -q -o got week.csv "$TESTDATA/normal.pcap"
cmp want got
cmp want.seen got.seen
otflows -q week.csv other.csv week.csv >got.csv
otflows -q other.csv week.csv | cmp - got.csv
# One capture given twice is two captures, also when read back.
otflows "$TESTDATA/normal.pcap" "$TESTDATA/normal.pcap" >two.csv
otflows two.csv | cmp - two.csv
otflows -q two.csv week.csv | grep -c ,run,
otflows -q week.csv two.csv | grep -c ,run,
