# A site's own ports: a name for what has none, before the table, after the
# payload; the port becomes evidence.
exec 2>&1
flows() {
	otflows "$@" "$TESTDATA/midstream.pcap" | awk -F, '
	$3 == "tcp" { print $4, $6, $7, $8, $17 }' | sort
}
cat >own <<-'EOF'
	proto,port,service,address,remark
	tcp,20290-20299,scada-link,,"a range, everywhere"
	tcp,20295,hmi-link,192.168.10.11,
	tcp,502,plc-net,192.168.10.0/24,
	tcp,502,other-net,192.168.11.0/24,
	tcp,502,first-plc,192.168.10.101,
	udp,20295,not-this,,
EOF
echo '== payload before the site'
flows --services own
echo '== the site before the table'
flows --no-payload --services own
echo '== the table alone'
flows --no-payload
echo '== as a spreadsheet writes it'
printf '\357\273\277service,port,proto\r\n"scada-link",20295,tcp\r\n\r\n' >bom
flows --no-payload --services bom | grep 20295
echo '== through otbase and otdiff'
otbase learn -q --services own -o plant.base "$TESTDATA/normal.pcap"
cut -d, -f1,2,4-7 plant.base | grep 20295
otdiff -q --services own plant.base "$TESTDATA/normal.pcap"
echo "exit status $?"

bad() {
	printf 'proto,port,service,address\n%s\n' "$1" >bad
	otflows --services bad "$TESTDATA/empty.pcap"
	echo "exit status $?"
}
echo '== what is refused'
bad 'sctp,1,a,'
bad ',1,a,'
for port in '' 0 65536 4294967298 x 1x -1 1- 9-8 1-65536 1-2-3; do
	bad "tcp,$port,a,"
done
bad 'tcp,1,,'
bad 'tcp,1,two words,'
bad 'tcp,1,a+b,'
bad 'tcp,1,Modbus,'
bad "tcp,1,$(printf '%065d' 0),"
bad 'tcp,1,a,10.0.0'
bad 'tcp,1,a,10.0.0.1/8'
bad 'tcp,1,a,plc-1'
bad 'tcp,1,a'
bad 'tcp,1,"a,'
bad 'tcp,1-9,a,
tcp,1-9,a,
tcp,5,b,10.0.0.1
tcp,9-12,b,'
bad "$(for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do
	echo "tcp,1-65535,a,10.0.0.$i"
done)"
for file in missing . /dev/null own.csv; do
	echo 'proto,port' >own.csv
	otflows --services "$file" "$TESTDATA/empty.pcap"
	echo "exit status $?"
done
otflows --services
echo "exit status $?"
