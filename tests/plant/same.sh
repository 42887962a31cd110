#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# What the simulated plant writes today is, byte for byte, what is committed in
# testdata/, and nothing is missing or left over on either side.
set -u
: "${B:?run by tests/check.sh}"
if ! ls testdata/*.pcap* >/dev/null 2>&1; then
	echo "# skipped: no captures in testdata/"
	echo "0 0 1" >"$B/results/plant"
	exit 0
fi
rm -rf "$B/planted"
mkdir -p "$B/planted"
failed=0
"$B/plant" all "$B/planted" >/dev/null || failed=1
for path in "$B"/planted/* testdata/*; do
	name=${path##*/}
	case $name in
	*.pcap | *.pcapng | *.pcap.gz | *.pcapng.gz | *.zst) ;;
	*) continue ;;
	esac
	cmp "$B/planted/$name" "testdata/$name" || failed=1
done
rm -rf "$B/planted"
echo "$((1 - failed)) $failed 0" >"$B/results/plant"
exit $failed
