# SPDX-License-Identifier: BSD-3-Clause
# The same bytes for flows, captures, split captures in any order, any seed.
otgraph "$TESTDATA/scenario1.pcap" "$TESTDATA/normal.pcap" >a
OTCAP_HASH_SEED=7 otgraph "$TESTDATA/normal.pcap" "$TESTDATA/scenario1.pcap" |
	cmp - a
otflows "$TESTDATA/normal.pcap" "$TESTDATA/scenario1.pcap" >flows.csv
otgraph flows.csv | cmp - a
otgraph <flows.csv | cmp - a
test -s a
