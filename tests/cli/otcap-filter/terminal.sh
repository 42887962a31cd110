# SPDX-License-Identifier: BSD-3-Clause
# Packets are not for a terminal; a report is.
command -v script >/dev/null || {
	echo 'SKIP: script is not installed'
	exit 77
}
script -qec true /dev/null </dev/null >/dev/null 2>&1 || {
	echo 'SKIP: there are no pseudo-terminals here'
	exit 77
}
for arguments in "$TESTDATA/normal.pcap" "-w - $TESTDATA/normal.pcap" \
	"--report $TESTDATA/empty.pcap"; do
	script -qec "otcap-filter $arguments" /dev/null </dev/null |
		tr -d '\r' | head -3
done
