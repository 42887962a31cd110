# SPDX-License-Identifier: BSD-3-Clause
# Baselines that people, spreadsheets and disks broke: what check says, and that
# otdiff then either ends with 2 or still finds the flow that a sound rule would
# have allowed. Every case would allow it if the flaw were passed over.
header=proto,client,client_port,server,server_port,service,purpose
header=$header,initiator,operations,status,by,until,note
cat >names <<END
address,name
10.0.0.1,scada
END
run=2026-01-01T00:00:00Z,2026-01-01T01:00:00Z
columns=first,last,proto,client,client_port,server,server_port,service,state
columns=$columns,c_packets,s_packets,c_bytes,s_bytes,c_payload,s_payload
columns=$columns,initiator,direction,confidence,quirks,operations,max_gap
columns=$columns,peak_hour_packets,peak_hour_payload,client_mac,server_mac,vlan
columns=$columns,community_id
flow=tcp,10.0.0.1,5000,10.0.0.2,502,modbus,SF,5,5,500,500,300,300,client
flow=$flow,handshake,0.99,,read:coils,1.000,5,300,,,,
cat >flows.csv <<END
$columns
$run,$flow
$run,run,a.pcap,,,,,,10,0,,,,,,,,,format:1+tcp:10,,,,,,,
END
n=0

# try WHAT: the file base, and base.seen where there is one
try() {
	n=$((n + 1))
	echo "# $n $1"
	otbase check --at 2026-01-01 -n names base 2>&1
	checked=$?
	otdiff --format csv -n names base flows.csv >found 2>errors
	echo "check $checked, otdiff $?, findings $(tail -n +2 found | wc -l)"
	rm -f base.seen
}

# rules WHAT LINE...: under the usual header
rules() {
	what=$1
	shift
	{
		echo "$header"
		printf '%s\n' "$@"
	} >base
	try "$what"
}

ok='tcp,10.0.0.1,*,10.0.0.2,502,modbus,operation,client,read:coils,learned,me,,'
rules 'sound' "$ok"

echo '### lines that cannot be read'
rules 'no protocol' ',10.0.0.1,*,10.0.0.2,502,,,,,learned,,,'
rules 'protocol in capitals' 'TCP,10.0.0.1,*,10.0.0.2,502,,,,,learned,,,'
rules 'bad address' 'tcp,10.0.0.256,*,10.0.0.2,502,,,,,learned,,,'
rules 'address with leading zeros' \
	'tcp,010.000.000.001,*,10.0.0.2,502,,,,,learned,,,'
rules 'network with host bits' 'tcp,10.0.0.1/24,*,10.0.0.2,502,,,,,learned,,,'
rules 'network of 33 bits' 'tcp,10.0.0.1/33,*,10.0.0.2,502,,,,,learned,,,'
rules 'IPv6' 'tcp,fe80::1,*,10.0.0.2,502,,,,,learned,,,'
rules 'name that nobody has' 'tcp,scada2,*,10.0.0.2,502,,,,,learned,,,'
rules 'no server' 'tcp,10.0.0.1,*,,502,,,,,learned,,,'
rules 'client port 0' 'tcp,10.0.0.1,0,10.0.0.2,502,,,,,learned,,,'
rules 'client port of another kind' \
	'tcp,10.0.0.1,5000-5001,10.0.0.2,502,,,,,learned,,,'
rules 'port 65536' 'tcp,10.0.0.1,*,10.0.0.2,502-65536,,,,,learned,,,'
rules 'port of a spreadsheet' 'tcp,10.0.0.1,*,10.0.0.2,502.0,,,,,learned,,,'
rules 'port as a date' 'tcp,10.0.0.1,*,10.0.0.2,01.Feb,,,,,learned,,,'
rules 'range reversed' 'tcp,10.0.0.1,*,10.0.0.2,510-500,,,,,learned,,,'
rules 'list that ends early' 'tcp,10.0.0.1,*,10.0.0.2,502|,,,,,learned,,,'
rules 'dynamic:99' 'tcp,10.0.0.1,*,10.0.0.2,dynamic:99999,,,,,learned,,,'
rules 'octet overflow' 'tcp,10.0.0.1,*,10.0.0.2,65300+octet,,,,,learned,,,'
rules 'unknown purpose' 'tcp,10.0.0.1,*,10.0.0.2,502,,production,,,learned,,,'
rules 'unknown initiator' 'tcp,10.0.0.1,*,10.0.0.2,502,,,both,,learned,,,'
rules 'unknown status' 'tcp,10.0.0.1,*,10.0.0.2,502,,,,,Approved,,,'
rules 'no status' 'tcp,10.0.0.1,*,10.0.0.2,502,,,,,,,,'
rules 'until of another form' \
	'tcp,10.0.0.1,*,10.0.0.2,502,,,,,learned,,12/31/2026,'
rules 'until that is no day' \
	'tcp,10.0.0.1,*,10.0.0.2,502,,,,,learned,,2026-02-29,'
rules 'fields too few' 'tcp,10.0.0.1,*,10.0.0.2,502,,,,,learned,,'
rules 'fields too many' 'tcp,10.0.0.1,*,10.0.0.2,502,,,,,learned,,,,'
rules 'comma in an unquoted note' "${ok}why, really"
rules 'the second line of two' "$ok" 'tcp,10.0.0.1,*,10.0.0.2,x,,,,,learned,,,'

echo '### files that cannot be read'
rules 'quote that never ends' "$ok\"why"
rules 'quote in a field' "${ok}the \"new\" one"
printf '%s\n%s\000\n' "$header" "$ok" >base
try 'NUL byte'
printf '%s\n' "$header" | sed 's/./&\x00/g' >base
try 'UTF-16'
{
	echo "$header"
	printf '%s' "$ok"
	head -c 70000 /dev/zero | tr '\000' x
	echo
} >base
try 'field of 70,000 bytes'
printf '%s\n%s\n' "${header%,status*}" "${ok%,learned*}" >base
try 'column missing'
printf '%s,client\n%s,\n' "$header" "$ok" >base
try 'column twice'
: >base
try 'empty'
printf '%s\n' "$ok" >base
try 'no header'

echo '### the memory'
seen=proto,client,client_port,server,server_port,first,last,flows,answered,gaps
seen=$seen,max_gap,peak_hour_packets,peak_hour_payload,peak_hour_sessions
seen=$seen,peak_10min_sessions,client_ports,port_fixed,client_mac,server_mac
seen=$seen,service,operations,initiator,status,direction,confidence,captures
memory() {
	what=$1
	shift
	{
		echo "$seen"
		printf '%s\n' "$@"
	} >base.seen
	printf '%s\n%s\n' "$header" "$ok" >base
	try "$what"
}
format=format,1.0,,,,,,,,,,,,,,,,,,,,,,,,
memory 'newer format' 'format,2.0,,,,,,,,,,,,,,,,,,,,,,,,'
memory 'no format' \
	run,a,,,,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z,,,,,,,,,,,,,,,,,,,1
memory 'time that is none' $format run,a,,,,yesterday,,,,,,,,,,,,,,,,,,,,1
memory 'cut' $format tcp,10.0.0.1,,10.0

echo '### rules that do not do what they say'
rules 'ended' 'tcp,10.0.0.1,*,10.0.0.2,502,,,,,approved,,2025-12-31,'
rules 'ignored without a note' \
	'tcp,10.0.0.1,*,10.0.0.2,502,,,,,ignored,,2027-12-31,'
rules 'in review' 'tcp,10.0.0.1,*,10.0.0.2,502,,,,,review,,,'
rules 'said twice' "$ok" "$ok"
rules 'contradicting' "$ok" 'tcp,10.0.0.1,*,10.0.0.2,502,,,,,review,,,'
rules 'shadowed review' \
	'tcp,10.0.0.0/24,*,10.0.0.0/24,502,,,,,approved,,,' \
	'tcp,10.0.0.1,*,10.0.0.2,502,,,,,review,,,'
rules 'shadowed by a pattern' \
	'tcp,10.0.0.1,*,10.0.0.0/24,500+octet,,,,,approved,,,' \
	'tcp,10.0.0.1,*,10.0.0.2,502,,,,,review,,,'
rules 'part of another' \
	'tcp,10.0.0.0/24,*,10.0.0.0/24,502,,,,,approved,,,' \
	"$ok"
rules 'overlapping ports' \
	'tcp,10.0.0.1,*,10.0.0.2,500-510,,,,,approved,,,' \
	'tcp,10.0.0.1,*,10.0.0.2,505-520,,,,,approved,,,'
rules 'overlapping networks' \
	'tcp,10.0.0.0/24,*,10.0.0.2,502,,,,,approved,,,' \
	'tcp,10.0.0.1,*,10.0.0.0/24,502,,,,,review,,,'
rules 'any port beside a fixed one' \
	'tcp,10.0.0.1,5001,10.0.0.2,502,,,,,learned,,,' \
	"$ok"
rules 'multicast' 'tcp,10.0.0.1,*,224.0.0.1,502,,,,,approved,,,'
rules 'itself' 'tcp,10.0.0.1,*,10.0.0.1,502,,,,,approved,,,'
rules 'anybody to anybody' 'tcp,0.0.0.0/0,*,0.0.0.0/0,1-65535,,,,,approved,,,'
