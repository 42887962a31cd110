# A baseline says who is the client where the packets do not, and only there.
exec 2>&1
flows() {
	otflows "$@" | awk -F, '
	$3 == "tcp" || $3 == "udp" { print $3, $4, $6, $7, $17, $18 }' |
		sort -u
}
otbase learn -q -o plant.base "$TESTDATA/normal.pcap"
echo '== learned'
flows -b plant.base "$TESTDATA/midstream.pcap"
echo '== where nothing is heard'
flows -b plant.base --no-payload "$TESTDATA/midstream.pcap"
echo '== not without its memory, where nobody approved it'
cp plant.base alone.base
flows -b alone.base --no-payload "$TESTDATA/midstream.pcap" |
	grep -c baseline
sed 's/,learned,/,approved,/' plant.base >alone.base
flows -b alone.base --no-payload "$TESTDATA/midstream.pcap" |
	grep -c baseline
echo '== a message is believed, not a rule that says otherwise'
cat >wrong.base <<-'EOF'
	proto,client,client_port,server,server_port,status
	tcp,192.168.10.101,*,192.168.10.11,1-65535,approved
	tcp,192.168.10.11,*,192.168.10.21,1-65535,approved
EOF
flows -b wrong.base "$TESTDATA/midstream.pcap" | grep tcp
echo '== and an opening'
flows -b wrong.base "$TESTDATA/normal.pcap" | grep -e :20295 -e ' 20295 '
echo '== both ways is neither'
cat >both.base <<-'EOF'
	proto,client,client_port,server,server_port,status
	tcp,0.0.0.0/0,*,192.168.10.0/24,1-65535,approved
EOF
flows -b both.base "$TESTDATA/midstream.pcap" | grep -c baseline
echo '== by the names of a names file'
cat >plant.names <<-'EOF'
	address,name
	192.168.10.21,hmi
	192.168.10.11,scada
EOF
cat >named.base <<-'EOF'
	proto,client,client_port,server,server_port,status
	tcp,hmi,*,scada,20295,approved
EOF
flows -b named.base -n plant.names "$TESTDATA/midstream.pcap" | grep 20295
otflows -b named.base "$TESTDATA/midstream.pcap"
echo "exit status $?"
echo '== otdiff asks its baseline, too'
otdiff --no-payload --format jsonl plant.base "$TESTDATA/midstream.pcap" |
	grep -o '"doubtful_flows":[0-9]*'
otflows -b missing "$TESTDATA/midstream.pcap"
echo "exit status $?"
