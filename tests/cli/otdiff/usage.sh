# SPDX-License-Identifier: BSD-3-Clause
rules=$SRC/tests/cli/otdiff/plant.rules
try() {
	otdiff "$@" </dev/null
	echo "$?"
}
try
try --format xml "$rules"
try --fail-on bad "$rules"
try --only port-scan,nonsense "$rules"
try --skip "" "$rules"
try --scan-ports 0 "$rules"
try --scan-ports 10x "$rules"
try --nonsense "$rules"
try nowhere.base
try "$rules"
# Who forgets the baseline is told what was taken for it.
cp "$TESTDATA/normal.pcap" .
try normal.pcap
