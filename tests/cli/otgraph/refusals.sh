# SPDX-License-Identifier: BSD-3-Clause
# Each refusal by name, with exit status 2 and nothing left behind.
refuse() {
	otgraph "$@" >out
	test $? -eq 2 && test ! -s out || echo "not refused: $*"
	rm out
}
in=$TESTDATA/normal.pcap
refuse -T gif "$in"
refuse -o picture.jpg "$in"
refuse -o picture "$in"
refuse --changes "$in"
refuse --group some "$in"
refuse --max-edges 0 "$in"
refuse --max-edges 3 -o a.svg "$in"
refuse --timeout soon "$in"
refuse -b nobody.base "$in"
refuse -n nobody.names "$in"
refuse nobody.pcap
refuse --wrong
ls
