# SPDX-License-Identifier: BSD-3-Clause
#
# Operations of all conversations of a service: how many have each.
# tests/operations-tshark.sh compares those with tshark's fields conversation
# by conversation. MELSOFT has no dissector: there the story that the README
# of the captures tells must show, logins and a stop of the PLC.
if test -z "$CAPTURES"; then
	echo 'SKIP: no real captures'
	exit 77
fi
cd "$CAPTURES" || exit 99
for f in modbus.pcap modbus-sessions.pcap s7comm-ident.pcap \
	s7comm-plus-sll.pcap dnp3-midstream.pcap iec104.pcap \
	iec104-midstream.pcap enip-cip.pcap fins-tcp-rawip.pcap \
	fins-udp.pcapng melsoft-normal.pcapng melsoft-attack-ns.pcapng \
	bacnet.pcap opcua.pcapng; do
	echo "$f"
	otflows -q "$f" | awk -F, '
	$3 == "tcp" || $3 == "udp" {
		m = split($20, word, "+")
		for (i = 1; i <= m; i++)
			n[$8 " " word[i]]++
	}
	END { for (k in n) printf "%4d %s\n", n[k], k }' | sort -k 2
done
