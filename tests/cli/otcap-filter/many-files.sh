# SPDX-License-Identifier: BSD-3-Clause
# More captures than the shell's own limit of open files lets through.
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	cp "$TESTDATA/midstream.pcap" "$i.pcap"
done
# shellcheck disable=SC3045 # dash and bash have it
ulimit -S -n 16 || { echo "SKIP: no soft limit in this shell"; exit 77; }
otcap-filter --report ./*.pcap | tail -1
otflows ./*.pcap | grep -c ,run,
