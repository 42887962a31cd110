# SPDX-License-Identifier: BSD-3-Clause
# What must not become normal unseen, as findings to decide on: read back they
# are rules. Operations that change a controller are among it.
export LOGNAME=anna
mkdir other
otbase learn -q -o plant.base --review other/review.csv \
	"$TESTDATA/scenario2b.pcap"
ls other
sed 's/,,,\(1: tcp\)/,approve,,\1/' other/review.csv |
	otbase approve plant.base -
otdiff -q plant.base "$TESTDATA/scenario2b.pcap"
echo $?
# What was approved is asked for no more, and no list is a list without lines.
otbase learn --update plant.base -o again.base --review again.csv \
	"$TESTDATA/scenario2b.pcap"
cat again.csv
diff plant.base again.base
echo '# operations'
columns=first,last,proto,client,client_port,server,server_port,service,state
columns=$columns,c_packets,s_packets,c_bytes,s_bytes,c_payload,s_payload
columns=$columns,initiator,direction,confidence,quirks,operations,max_gap
columns=$columns,peak_hour_packets,peak_hour_payload,client_mac,server_mac,vlan
columns=$columns,community_id,format
run=2023-10-23T00:00:00Z,2023-10-23T01:00:00Z
flow() {
	printf '%s,tcp,10.0.0.1,%s,10.0.0.2,102,s7comm,SF' "$run" "$1"
	printf ',5,5,500,500,300,300,client,handshake,0.99,,%s' "$2"
	echo ,1.000,5,300,,,,,1.0
}
{
	echo "$columns"
	flow 5000 read:area
	flow 5001 control:plc-stop+program:download+read:area
	echo "$run,run,ops.pcap,,,,,,10,0,,,,,,,,,tcp:10,,,,,,,,1.0"
} >ops.csv
otbase learn -o ops.base --review ops-review.csv ops.csv
cat ops.base ops-review.csv
sed 's/,,,\(1: tcp\)/,approve,,\1/' ops-review.csv |
	otbase approve --note 'the integrator, October' ops.base -
echo '# other forms'
otbase learn -q -o x.base --review - "$TESTDATA/scenario2b.pcap" |
	cut -d, -f2,3,7
otbase learn -q -o x.base --review x.jsonl "$TESTDATA/scenario2b.pcap"
sed 's/.*"rules"/"rules"/' x.jsonl
otbase learn --review - "$TESTDATA/scenario2b.pcap"
otbase learn -o x.base --review no/such/folder "$TESTDATA/normal.pcap"
