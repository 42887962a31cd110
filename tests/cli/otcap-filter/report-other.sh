# SPDX-License-Identifier: BSD-3-Clause
# What is said of tunnels, short snap lengths, damage, packets that -f does not
# want, link types that are not read, and of nothing at all.
cd "$TESTDATA" || exit
for file in link-erspan.pcap snaplen.pcap pcapng-mixed.pcapng damaged.pcap \
	truncated.pcap link-unknown.pcap empty.pcap; do
	echo "== $file"
	otcap-filter --report $file 2>&1
	echo "exit status $?"
done
echo '== -f'
otcap-filter --report -f 'tcp port 502' normal.pcap | sed -n '/^in scope/,/^$/p'
# Packets to a file, the report to standard output; both say the same.
echo '== -w'
otcap-filter --report -w "$HOME/out.pcap" normal.pcap >"$HOME/report"
otcap-filter --report normal.pcap | cmp - "$HOME/report"
otcap-filter --report "$HOME/out.pcap" | sed -n '/^in scope/,$p'
