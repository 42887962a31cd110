# SPDX-License-Identifier: BSD-3-Clause
# rules N: so many conversations that have nothing in common
rules() {
	echo proto,client,client_port,server,server_port,status
	awk -v n="$1" 'BEGIN {
		for (i = 0; i < n; i++) {
			net = int(i / 65536)
			rest = int(i / 256) % 256 "." i % 256
			printf "tcp,%d.%s.1,*,%d.%s.2,%d,learned\n",
				10 + net, rest, 20 + net, rest, i % 65000 + 1
		}
	}'
}
# count OPTION ...: how many bytes, or why not
count() {
	otbase export "$@" base >out
	wc -c <out
}
for n in 333 334 1000 1001; do
	echo "$n rules:"
	rules $n >base
	count --format bpf 2>&1
	count -q --format bpf --no-vlan 2>&1
done
for n in 166 167; do
	echo "$n rules:"
	rules $n >base
	count --format arkime 2>&1
done
rules 100000 >base
echo '100000 rules:'
for format in nftables suricata zeek; do
	count --format $format
done
