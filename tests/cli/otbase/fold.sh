# SPDX-License-Identifier: BSD-3-Clause
cat >base <<END
proto,client,client_port,server,server_port,service,operations,status,by,note
tcp,10.0.0.1,*,10.0.0.2,5000,a,read:x,learned,learn,
tcp,10.0.0.1,*,10.0.0.2,5001,b,read:y,learned,learn,
tcp,10.0.0.1,*,10.0.0.2,5002,b,read:x,learned,learn,
tcp,10.0.0.1,*,10.0.0.2,5003,b,,learned,learn,
tcp,10.0.0.1,*,10.0.0.2,5010,,,learned,learn,
tcp,10.0.0.1,*,10.0.0.2,5011,,,review,learn,
tcp,10.0.0.1,*,10.0.0.2,5012,,,learned,learn,
udp,10.0.0.1,*,10.0.3.11,51011,,,learned,learn,
udp,10.0.0.1,*,10.0.3.12,51012,,,learned,learn,
udp,10.0.0.1,*,10.0.3.14,51014,,,learned,learn,
udp,10.0.0.5,*,10.0.3.11,52011,,,learned,learn,
udp,10.0.0.5,*,10.0.3.12,52012,,,learned,learn,
udp,10.0.0.5,*,10.0.3.13,52013,,,learned,learn,
udp,10.0.0.5,*,10.0.3.15,52015,,,review,learn,
tcp,10.0.4.16,*,10.0.0.2,502,modbus,read:x,learned,learn,
tcp,10.0.4.17,*,10.0.0.2,502,modbus,read:y,learned,learn,
tcp,10.0.4.18,*,10.0.0.2,502,modbus,read:x,learned,learn,
tcp,10.0.4.19,*,10.0.0.2,502,modbus,read:x,approved,me,why
tcp,10.0.5.1,*,10.0.0.2,502,modbus,,learned,learn,
tcp,10.0.5.2,*,10.0.0.2,502,modbus,,learned,learn,
tcp,10.0.5.200,*,10.0.0.2,502,modbus,,learned,learn,
END
for how in '' --ports --octet --clients; do
	echo "# $how"
	otbase fold -n $how base
done
cp base before
otbase fold -q --ports --octet --clients base
otbase fold base
otbase check base
cat base
otbase fold -o - before 2>changes | wc -l
wc -l <changes
# What was learned stays known when the week is learned again.
otflows "$TESTDATA/normal.pcap" |
	sed 's/,192.168.10.10\([1-3]\),502,/,192.168.10.10\1,5010\1,/' >week.csv
otbase learn -q -o plant.base week.csv
cp plant.base exact.base
cp plant.base.seen exact.base.seen
otbase fold plant.base
otbase learn -q --update plant.base -o again.base week.csv
cmp plant.base again.base
cmp exact.base.seen again.base.seen
otdiff -q plant.base week.csv
