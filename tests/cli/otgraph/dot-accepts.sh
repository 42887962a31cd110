# SPDX-License-Identifier: BSD-3-Clause
# The DOT is DOT: Graphviz' own program draws it without a word.
command -v dot >/dev/null || {
	echo "SKIP: no dot"
	exit 77
}
otgraph -b "$SRC/tests/cli/otgraph/plant.rules" \
	-n "$SRC/tests/cli/otgraph/plant.names" "$TESTDATA/scenario1.pcap" |
	dot -Tsvg >a.svg
tail -n 1 a.svg
