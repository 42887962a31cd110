# SPDX-License-Identifier: BSD-3-Clause
# Filtering twice changes nothing, neither does the way by which bytes come.
for file in "$TESTDATA"/*.pcap "$TESTDATA"/*.gz "$TESTDATA"/*.zst; do
	name=$(basename "$file")
	otcap-filter -q -w 1.pcap "$file" 2>/dev/null
	otcap-filter -w 2.pcap 1.pcap || echo "$name: not read again"
	cmp 1.pcap 2.pcap || echo "$name: not the same"
	otcap-filter -q "$file" 2>/dev/null | cmp - 1.pcap
	otcap-filter -q 2>/dev/null <"$file" | cmp - 1.pcap
	otcap-filter -q -o 3.pcap - 2>/dev/null <"$file"
	cmp 3.pcap 1.pcap
	otcap-filter -w ng.pcapng 1.pcap
	otcap-filter ng.pcapng | cmp - 1.pcap
done
# Where nothing is set aside, the capture comes out as it went in.
for file in fragments tso ip-options; do
	otcap-filter "$TESTDATA/$file.pcap" | cmp - "$TESTDATA/$file.pcap"
done
