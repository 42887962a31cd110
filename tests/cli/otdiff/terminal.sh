# SPDX-License-Identifier: BSD-3-Clause
# A terminal gets lines as wide as it is, a pipe whole ones; filters are whole
# in both.
command -v script >/dev/null || {
	echo 'SKIP: script is not installed'
	exit 77
}
script -qec true /dev/null </dev/null >/dev/null 2>&1 || {
	echo 'SKIP: there are no pseudo-terminals here'
	exit 77
}
rules=$SRC/tests/cli/otdiff/plant.rules
script -qec "stty cols 72; otdiff -q --color never --only outside-contact \
	$rules $TESTDATA/scenario2b.pcap" /dev/null </dev/null | tr -d '\r'
otdiff -q --only outside-contact "$rules" "$TESTDATA/scenario2b.pcap" |
	wc -l
