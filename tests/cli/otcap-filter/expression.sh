# SPDX-License-Identifier: BSD-3-Clause
# A pcap filter on top of the scope; numbers only.
in=$TESTDATA/normal.pcap
count() {
	otcap-filter -w out.pcap -f "$1" "$in"
	rc=$?
	test $rc != 0 || otcap-filter --report out.pcap | tail -1
	test $rc = 0 || echo "exit status $rc"
	rm -f out.pcap
}
for e in 'tcp port 502' 'host 192.168.10.31' 'not tcp' 'icmp' \
	'net 192.168.10.0/24' 'tcp[tcpflags] & (tcp-syn|tcp-fin) != 0' \
	'portrange 500-600 and src net 192.168' 'ether[0:2] = 0x18a6' \
	'ether host 18:66:da:31:c0:0b' 'len > 100' '' \
	'host plc-7' 'port http' 'ip proto \tcp' 'host 1.2.3.4.5' 'port' \
	'inbound' 'host ::1 or 1::addr1'; do
	printf '== %s\n' "$e"
	count "$e" 2>&1
done
# By link type; where it makes no sense, it is an error.
cd "$TESTDATA" || exit
for file in link-null.pcap link-null-be.pcap link-loop.pcap link-raw12.pcap \
	link-sll2.pcap link-ppp.pcap; do
	otcap-filter -f 'tcp port 502' $file >"$HOME/out.pcap" &&
		otcap-filter --report "$HOME/out.pcap" | tail -1
done
otcap-filter -f 'vlan' link-raw101.pcap
