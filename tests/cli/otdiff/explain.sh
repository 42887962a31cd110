# SPDX-License-Identifier: BSD-3-Clause
# Which rules are near, and what differs.
rule() {
	printf '%s,%s,%s\n' "$1" "$2" "$3" >>near.base
}
rule proto,client,client_port,server,server_port,service \
	purpose,initiator,operations status,by,until,note
rule 'tcp,192.168.10.11,*,192.168.10.101,502,modbus' operation,client, \
	learned,learn,,
rule 'tcp,192.168.10.11,*,192.168.10.102,502,modbus' operation,client, \
	learned,learn,2023-10-24,
rule 'tcp,192.168.10.103,*,192.168.10.11,502,modbus' operation,client, \
	approved,me,,
rule tcp,192.168.10.21,4444,192.168.10.11,20295, operation,client, \
	learned,learn,,
rule 'tcp,192.168.10.31,*,192.168.10.11,22,ssh' maintenance,client, \
	review,learn,,
rule udp,192.168.10.11,123,192.168.10.1,123,ntp background,, learned,learn,,
rule 'udp,192.168.10.21,*,192.168.10.1,67,dhcp' background,, learned,learn,,
"$PLANT" scenario2b >day.pcap
otdiff --format csv near.base day.pcap >found
tail -n +2 found | while IFS=, read -r id kind rest; do
	echo "== $kind"
	otdiff -q --explain "$id" near.base day.pcap | sed -n '/why:$/,$p'
done
otdiff --explain 0123456789abcdef near.base day.pcap
echo "exit $?"
