# SPDX-License-Identifier: BSD-3-Clause
# What rules restrict by their operations, and why it is told.
rule() {
	printf 'tcp,192.168.10.11,*,192.168.10.%s,502,modbus,operation,client' \
		"$1"
	printf ',%s,learned,learn,,\n' "$2"
}
{
	echo 'proto,client,client_port,server,server_port,service,purpose,' |
		tr -d '\n'
	echo 'initiator,operations,status,by,until,note'
	rule 101 read:coils+read:holding-registers
	rule 102 write:single-coil
	rule 103 read
	grep -v ,502, "$SRC/tests/cli/otdiff/plant.rules" | tail -n +2
} >some.base
"$PLANT" normal >day.pcap
otdiff -q some.base day.pcap
otdiff -q --format csv some.base day.pcap | cut -d, -f1,2,3 | tail -n +2 |
	while IFS=, read -r id rest; do
		echo "== $rest"
		otdiff -q --explain "$id" some.base day.pcap |
			sed -n '/why:$/,/^$/p'
	done
