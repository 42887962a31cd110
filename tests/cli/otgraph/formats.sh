# SPDX-License-Identifier: BSD-3-Clause
# Every format by the name of the output or by -T, each with its first bytes,
# and the same bytes whatever the time zone.
rules=$SRC/tests/cli/otgraph/plant.rules
for suffix in dot gv svg png pdf; do
	otgraph -o "a.$suffix" -b "$rules" "$TESTDATA/scenario1.pcap"
	TZ=Asia/Kolkata otgraph -o "b.$suffix" -b "$rules" \
		"$TESTDATA/scenario1.pcap"
	cmp "a.$suffix" "b.$suffix"
done
cmp a.dot a.gv
head -c 13 a.dot
echo
head -c 5 a.svg
echo
tail -n 1 a.svg
head -c 4 a.png | od -An -c
head -c 5 a.pdf
echo
otgraph -T svg "$TESTDATA/normal.pcap" | grep -c '>modbus<'
otgraph -T png -o - "$TESTDATA/normal.pcap" | head -c 4 | od -An -c
ls
