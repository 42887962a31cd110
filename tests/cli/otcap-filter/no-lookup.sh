# SPDX-License-Identifier: BSD-3-Clause
# An expression makes no name server and no table of names be asked.
command -v strace >/dev/null || {
	echo 'SKIP: strace is not installed'
	exit 77
}
strace -o trace true 2>/dev/null || {
	echo 'SKIP: strace cannot trace here'
	exit 77
}
# LeakSanitizer is a tracer, too, and there can be only one.
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"
asked='socket|connect|nsswitch'
asked="$asked|/etc/(hosts|services|protocols|ethers|networks|resolv)"
while read -r e; do
	strace -f -o trace otcap-filter -f "$e" -w /dev/null \
		"$TESTDATA/link-ethernet.pcap" 2>err
	grep -E "$asked" trace &&
		printf "by '%s'\n" "$e"
	grep -q "expression: '" err && printf 'refused: %s\n' "$e"
	rm -f trace
done <<'END'
host nosuch.invalid
host 1.2.3.4 or nosuch
net plant
gateway router
ether host controller
port modbus
portrange 500-iec
portrange 500-600
ip proto \tcp
ip proto 6
ether proto \arp
ether proto 0x0800
host 1.2.3.4.5
host 1.2.3
host 10.0.0.1-plc
host 10.0.0.1 and not port 0x50
net 10.0.0.0 mask 255.0.0.0
host fe80::1 or ::ffff:1.2.3.4 or 1:2:3:4:5:6:7:8 or ::
host 1:2:3:4:5:6:7:8host
host 1::addr1
ether host 00:11:22:33:44:55 or ether host 00-11-22-33-44-55
ether host 0011.2233.4455 or ether host 001122334455
ether host 0.11.22.33.44.5
tcp[0:2]=502 or tcp[12:1]&0xf0>0x50
vlan 10 and host 10.0.0.1
decnet host 10.1
ifname eth0
type mgt subtype beacon
$ab
host "x"
END
