# SPDX-License-Identifier: BSD-3-Clause
# What the site calls the ends, behind the other columns.
cat >names <<END
address,mac,name,zone
192.168.10.0/24,,,plant floor
192.168.10.11,,scada,control
,00:80:f4:1c:3a:66,"pump ""north""",
END
last() {
	awk -F, -v OFS=, '{ $1 = $2 = ""; print }' |
		sed 's/,tcp,/tcp,/; s/,[0-9]*,.*,1:[^,]*,/ ... /'
}
otflows -n names "$TESTDATA/midstream.pcap" >with
otflows "$TESTDATA/midstream.pcap" >without
last <with
echo "--- nothing else has changed"
sed 's/,[^,]*,[^,]*,[^,]*,[^,]*$//' with | cmp - without
echo "--- from flow CSV, again and again, with another file"
otflows -n names with | cmp - with
otflows -n names without | cmp - with
sed 's/scada/SCADA/' names >names2
otflows -n names2 with >again
otflows -n names2 "$TESTDATA/midstream.pcap" | cmp - again
echo "--- without a file they are columns like others"
otflows with | cmp - with
echo "--- unknown columns stay"
awk -F, 'NR == 1 { print $0 ",colour"; next } { print $0 ",\"r,e\"\"d\"" }' \
	with >coloured
otflows -n names2 coloured | sed -n '1p;/tcp/{p;q;}' |
	sed 's/.*client_name/client_name/; s/.*1:/1:/'
echo "--- other formats"
otflows -n names --format zeek "$TESTDATA/midstream.pcap" |
	grep -v '^#[osepc]' | cut -f 3,5,17-
otflows -n names --format jsonl "$TESTDATA/midstream.pcap" |
	sed 's/"client_port.*"client_name/ ... "client_name/' |
	sed 's/"first.*proto/"proto/'
echo "--- a file that is none"
otflows -n nowhere "$TESTDATA/midstream.pcap"
echo "exit status $?"
printf 'address,name\n10.0.0.1/8,x\n' >bad
otflows -n bad "$TESTDATA/midstream.pcap"
echo "exit status $?"
