# SPDX-License-Identifier: BSD-3-Clause
cp "$SRC/tests/export/shapes.base" "$SRC/tests/export/shapes.names" .
for format in bpf wireshark arkime nftables suricata zeek; do
	echo "--- $format"
	otbase export --format $format -n shapes.names --at 2026-11-22 \
		shapes.base
done
echo '--- once more, to a file, and later'
otbase export -q --format suricata --sid 1000 -n shapes.names \
	--at 2031-01-01 -o later.rules shapes.base
grep -v '^# [A-Z]' later.rules | cut -d ' ' -f 1-7
otbase export -q --format nftables --enforce -n shapes.names \
	--at 2026-11-22 shapes.base | grep drop
