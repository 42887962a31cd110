# SPDX-License-Identifier: BSD-3-Clause
#
# Who asks whom, mostly without a handshake: conversations, client, server,
# service, direction, confidence, quirks.
#
# Each client was held against tshark's dissection of all packets:
#   dnp3: the sender of dnp3.ctl.dir == 1, and only that side, in all 11.
#   iec104: the sender of STARTDT act and of activations (cause 6).
#   bacnet: the sender of confirmed requests and Who-Is, the receiver of
#     answers and I-Am, in all 91. 172.20.32.255 is a directed broadcast
#     address in frames for one machine, so that nothing in a packet tells;
#     as receiver of I-Am it stands where a client would.
#   fins-tcp: the sender of omron.icf.dtb == 0, the opener, too.
#   fins-udp: a script's work: 93 commands and 150 responses, all from the one
#     side. Neither is right; it has to be a conflict and below 0.95.
#   hart-ip: the sender of hart_ip.message_type == 0, the opener, too.
#   melsoft: has no dissector; the opener of every connection, by the README of
#     the captures the engineering station and the attacker.
#   profinet: the sender of dcerpc.pkt_type == 0, the receiver of 2, in all 38.
if test -z "$CAPTURES"; then
	echo 'SKIP: no real captures'
	exit 77
fi
cd "$CAPTURES" || exit 99
for f in dnp3-midstream.pcap iec104-midstream.pcap bacnet.pcap \
	fins-tcp-rawip.pcap fins-udp.pcapng hart-ip-ns.pcapng \
	melsoft-normal.pcapng melsoft-attack-ns.pcapng \
	profinet-io-cm-ns.pcapng; do
	echo "$f"
	otflows -q "$f" | awk -F, '
	$3 == "tcp" || $3 == "udp" {
		n[$4 " " $6 ":" $7 " " $8 " " $17 " " $18 " " $19]++
	}
	END { for (k in n) printf "%4d %s\n", n[k], k }' | sort -k 2
done
