# SPDX-License-Identifier: BSD-3-Clause
# The list of machines: with and without names, vendors and memory.
mkdir oui
cat >oui/oui.csv <<END
Registry,Assignment,Organization Name,Organization Address
MA-L,0080F4,"Télémécanique, Électrique",Rueil FR
MA-L,1866DA,Dell Inc.,
MA-L,70B3D5,IEEE Registration Authority,
MA-L,0050C2,IEEE Registration Authority,
MA-L,008063,Hirschmann	Automation,
END
cat >oui/oui36.csv <<END
Registry,Assignment,Organization Name,Organization Address
MA-S,70B3D5F2F,Small Maker,
MA-S,70B3D5F2E,Other Maker,
END
otbase learn -q -o base "$TESTDATA/normal.pcap"
otbase show --by host --oui oui base
echo "--- names"
cat >names <<END
address,mac,name,zone,role
192.168.10.11,,scada,control centre,
192.168.10.21,,scada,,
,00:80:f4:1c:3a:66,pump station,field,
192.168.10.0/24,,,plant floor,
192.168.10.1,,router,,gateway
END
otbase show --by host -n names --format csv base
echo "--- by hand"
cat >hand <<END
proto,client,client_port,server,server_port,service,status,by,until,note
tcp,10.0.0.1,*,10.0.0.11,502,modbus,learned,learn,,
tcp,10.0.0.1,*,10.0.0.12,502,modbus,learned,learn,,
tcp,10.0.0.1,*,10.0.0.13,51013,,unanswered,learn,,
tcp,8.8.8.8,*,10.0.0.1,22,ssh,review,learn,,
udp,scada,*,10.0.1.0/24,1024-1030,,approved,me,,by hand
END
# seen CLIENT LAST CLIENT-MAC SERVER-MAC CLIENT-NAME
day() {
	echo "2023-01-0$1T00:00:00Z"
}
seen() {
	printf 'tcp,%s,,10.0.0.12,502,%s,%s,3,2,99,1.5,100,2000,4,1,0,0,*,,' \
		"$1" "$(day 1)" "$(day "$2")"
	printf '%s,%s,%s,,modbus,,client,learned,timing,80,1a\n' "$3" "$4" "$5"
}
{
	sed -n 1p base.seen
	echo format,1.0,,,,,,,,,,,,,,,,,,,,,,,,,,,,
	seen 10.0.0.1 2 70:b3:d5:f2:f1:23+00:00:5e:00:01:07 \
		70:b3:d5:00:00:01+00:00:0c:07:ac:01 \
		'"dhcp:Pumpe = Süd, ""alt""+s7:CPU"'
	seen 10.0.0.2 3 02:00:00:00:00:01 70:b3:d5:00:00:01 ''
	printf 'arp,10.0.0.99,,,,%s,%s,,,,,,,,,,7,,,' "$(day 1)" "$(day 2)"
	echo 00:00:00:00:00:99,,netbios:OLD,,,,,,,,1a
} >hand.seen
printf 'address,name\n10.0.0.1,scada\n10.0.0.3,scada\n' >names
otbase show --by host -n names --oui oui hand
echo "--- no vendors"
otbase show --by host --oui nowhere -n names -o out hand
echo "exit status $?"
grep -c 'mac' out
otbase show --by host -n names hand | sed -n '/^10.0.0.12/,/^$/p'
