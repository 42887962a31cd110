# SPDX-License-Identifier: BSD-3-Clause
cat >base <<END
proto,client,client_port,server,server_port,status
tcp,10.0.0.1,*,10.0.0.11,502,review
tcp,10.0.0.1,*,10.0.0.0/8,51000+octet,learned
END
try() {
	otbase export "$@"
	echo "exit status $?"
}
try base
try --format snort base
try --format bpf
try --format bpf base base
try --format zeek --unknown base
try --format wireshark --no-vlan base
try --format suricata --enforce base
try --format nftables --sid 7 base
try --format suricata --sid 0 base
try --format suricata --sid 4294967295 base
try --format bpf --at tomorrow base
try --format bpf absent
echo 'nothing that could be selected:'
try --format bpf base
try --format wireshark --unknown base
echo 'nothing that is known:'
try --format suricata base | tail -n +8
