#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# protocols-tshark.sh OTFLOWS [--table]: a second opinion on what every
# conversation of the real captures in $CAPTURES speaks.
#
# Three tests a capture. One: where payloads decided (direction by payload,
# operations, or a service that --no-payload does not give), tshark names the
# same protocol in that conversation. Two: where tshark names a protocol that
# otcap knows, otflows names it, too. Three: payloads decide on no service that
# the README of the captures does not promise.
# Protocols that this tshark cannot dissect have no second opinion; for them
# the third test alone speaks.
#
# --table prints services by captures: conversations that payloads decided.
# Prints TAP, or from tests/check.sh only what failed; without tshark or
# captures says so and skips.
set -u
LC_ALL=C
export LC_ALL

otflows=$1
table=${2-}
CAPTURES=${CAPTURES-$(cd ../shared/captures 2>/dev/null && pwd)}
skip() {
	echo "1..0 # SKIP $1: no second opinion on protocols"
	test ! -d "${B-}/results" || echo 0 0 1 >"$B/results/protocols-tshark"
	exit 0
}
command -v tshark >/dev/null 2>&1 || skip 'tshark is not installed'
test -n "$CAPTURES" || skip 'no real captures'
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT INT TERM

# otcap's word and tshark's, any of them; "-": no dissector in Wireshark 4.0.
# coaps and https are words of the port table that otflows keeps over TLS.
cat >"$dir/names" <<'END'
ads ams
atg -
bacnet bvlc bacnet bacapp
bsap bsap
c1222 c1222
cclink-ief-basic -
coaps dtls
codesys-v2 -
codesys-v3 -
dcerpc dcerpc
dhcp dhcp
dlms-cosem -
dnp3 dnp3
dns dns
dtls dtls
enip enip
enip-io cipio
fam3 -
ff-hse ff
fins omron
fl-net -
ftp ftp
fuji-sph -
ge-egd egd
ge-srtp -
genisys -
hart-ip hart_ip
http http
https tls
iec104 iec60870_104
imap imap
imaps tls
iso-tsap cotp tpkt
kerberos kerberos
keyence-hostlink -
knxnet-ip kip
ldap ldap cldap
ldaps tls
llmnr llmnr
ls-fenet -
mc-1e -
mdns mdns
melsoft -
mewtocol -
mms mms
modbus modbus mbtcp
modbus-rtu mbrtu
mqtt mqtt
mssql tds
netbios-dgm nbdgm
netbios-ns nbns
niagara-fox -
ntp ntp
opcua opcua
pcworx -
pop3 pop
profinet-cm pn_io
quic quic gquic
radius radius
rdp rdp
roc-plus -
s7comm s7comm
s7comm-plus -
slmp -
smb smb smb2
smtp smtp
snmp snmp
snmptrap snmp
ssdp ssdp
ssh ssh
synphasor synphasor
syslog syslog
telnet telnet
tftp tftp
tls tls
toyopuc -
tristation -
umas -
vnc vnc
ws-discovery -
x11 x11
END

# What a capture holds, from its README and from tshark. One with many
# protocols lists none: there the first two tests speak.
cat >"$dir/holds" <<'END'
bacnet.pcap bacnet
cclink-ie-field-basic.pcap cclink-ief-basic
dnp3-midstream.pcap dnp3
enip-cip.pcap enip enip-io
fins-tcp-rawip.pcap fins
fins-udp.pcapng fins
genisys-otherport.pcap genisys
hart-ip-ns.pcapng hart-ip
iec104-midstream.pcap iec104
iec104.pcap iec104
many-link-layers.pcap *
melsoft-attack-ns.pcapng melsoft
melsoft-normal.pcapng melsoft
modbus-mixed-502.pcap modbus tls http dcerpc rdp
modbus-sessions.pcap modbus
modbus.pcap modbus
opcua.pcapng opcua
profinet-io-cm-ns.pcapng profinet-cm
roc-plus-udp.pcap roc-plus
s7comm-ident.pcap s7comm
s7comm-plus-sll.pcap s7comm s7comm-plus iso-tsap
END

# Known differences: conversation, otcap's word.
# - PRI * HTTP/2.0 in the clear on 443, which tshark gives to TLS.
# - A Connection Request with an RDP cookie on 502, which tshark gives to
#   Modbus, whose dissector then refuses it.
# - Whole C37.118 frames, CRC and all, on UDP 4712; tshark expects UDP 4713.
# - A PLC that opens a connection from 502 and says exceptions of four octets;
#   an exception has three. otflows names no service, tshark goes by the port.
cat >"$dir/explained" <<'END'
tcp 10.0.38.100:54344 10.0.38.1:443 http
tcp 192.168.10.111:502 62.122.184.123:7488 rdp
udp 10.20.13.100:49500 10.20.13.1:4712 synphasor
tcp 10.0.0.57:4446 10.0.0.8:502 -
END

# endpoints a and b, service, settled by payload: 1; sorted by conversation.
by_otflows() {
	awk -F, '
	function key() {
		a = $4 ":" $5
		b = $6 ":" $7
		return $3 " " (a < b ? a " " b : b " " a)
	}
	$3 != "tcp" && $3 != "udp" { next }
	NR == FNR { port[key() $1] = $8; next }
	{
		seen = $17 == "payload" || $20 != "" || $8 != port[key() $1]
		print key(), $8 == "" ? "-" : $8, seen
	}' "$1" "$2" | sort -u
}

# The same with the protocols above TCP and UDP of all packets.
by_tshark() {
	tshark -r "$1" -T fields -E separator=\| -E occurrence=l \
		-e ip.src -e ip.dst -e tcp.srcport -e tcp.dstport \
		-e udp.srcport -e udp.dstport -e frame.protocols \
		-e _ws.col.Protocol 2>"$dir/tshark.err" |
	awk -F'|' '
	$7 ~ /:icmp|:ipv6:/ || ($3 == "" && $5 == "") { next }
	{
		tcp = $7 ~ /.*:tcp/ && $7 !~ /:udp/
		a = $1 ":" (tcp ? $3 : $5)
		b = $2 ":" (tcp ? $4 : $6)
		k = (tcp ? "tcp " : "udp ") (a < b ? a " " b : b " " a)
		n = split($7, name, ":")
		for (i = n; i && name[i] != "tcp" && name[i] != "udp"; i--)
			if (name[i] != "data")
				said[k] = said[k] ":" name[i]
		# The dissector of PROFINET names itself in the column alone.
		if ($8 ~ /^PNIO/)
			said[k] = said[k] ":pn_io"
	}
	END { for (k in said) print k, said[k] ":" }'
}

# Both opinions: a line for every difference, then "# counts".
compare() {
	awk '
	FILENAME ~ /names$/ {
		for (i = 2; i <= NF; i++)
			names[$1] = names[$1] " " $i
		next
	}
	FILENAME ~ /explained$/ { explained[$0]; next }
	FILENAME ~ /theirs$/ { said[$1 " " $2 " " $3] = $4; next }
	function agrees(service, opinion,    n, i, name) {
		n = split(names[service], name, " ")
		for (i = 1; i <= n; i++)
			if (index(opinion, ":" name[i] ":"))
				return 1
		return 0
	}
	function known(opinion,    s) {
		for (s in names)
			if (agrees(s, opinion))
				return 1
		return 0
	}
	{
		k = $1 " " $2 " " $3
		flows++
		if ($5 && names[$4] == " -")
			alone++
		else if ($5 && agrees($4, said[k]))
			same++
		else if (k " " $4 in explained)
			known_difference++
		else if ($5)
			print "1 " k ": otflows " $4 ", tshark " said[k]
		else if (known(said[k]) && !agrees($4, said[k]))
			print "2 " k ": tshark " said[k] ", otflows " $4
	}
	END {
		print "# " flows + 0 " conversations: " same + 0 \
		      " as tshark, " alone + 0 " without second opinion, " \
		      known_difference + 0 " explained"
	}' "$dir/names" "$dir/explained" "$1/theirs" "$1/ours"
}

strangers() {
	awk -v capture="$1" '
	NR == FNR {
		for (i = 2; i <= NF && $1 == capture; i++)
			holds[$i]
		next
	}
	$5 && !($4 in holds) && !("*" in holds) {
		print "3 " $1, $2, $3 ": " $4 " by payload"
	}' "$dir/holds" "$2/ours"
}

report() {	# FILE NUMBER WHAT
	if grep "^$2 " "$1" >"$1.$2"; then
		echo "not ok - $3"
		sed 's/^. /#   /' "$1.$2" | head -20
	else
		echo "ok - $3"
	fi
}

# In a directory of its own, because two captures are looked at at a time.
look() {
	name=$(basename "$1")
	"$otflows" -q --no-payload "$1" >"$2/ports.csv"
	"$otflows" -q "$1" >"$2/flows.csv"
	by_otflows "$2/ports.csv" "$2/flows.csv" >"$2/ours"
	by_tshark "$1" >"$2/theirs"
	{
		compare "$2"
		strangers "$name" "$2"
	} >"$2/said"
	report "$2/said" 1 "$name: $(sed -n 's/^# //p' "$2/said")"
	report "$2/said" 2 "$name: what tshark names is named"
	report "$2/said" 3 "$name: nothing that it does not hold"
	awk -v c="$name" '$5 { n[$4]++ }
	END { for (s in n) print s, c, n[s] }' "$2/ours" >"$2/cells"
}

n=0
for capture in "$CAPTURES"/*.pcap*; do
	n=$((n + 1))
	mkdir "$dir/$n"
	look "$capture" "$dir/$n" >"$dir/$n/tap" &
	test $((n % 2)) -eq 0 && wait
done
wait
if test "$table" = --table; then
	cat "$dir"/*/cells | sort |
		awk '{ printf "# %-17s %-28s %5d\n", $1, $2, $3 }'
fi
i=0
while test $i -lt $n; do
	i=$((i + 1))
	cat "$dir/$i/tap"
done >"$dir/tap"
passed=$(grep -c '^ok' "$dir/tap")
failed=$(grep -c '^not ok' "$dir/tap")
if test -d "${B-}/results"; then
	grep -v '^ok' "$dir/tap"
	echo "$passed $failed 0" >"$B/results/protocols-tshark"
else
	awk '/ok - / { sub(/ok - /, "ok " ++n " - ") } { print }' "$dir/tap"
	echo "1..$((passed + failed))"
fi
test "$failed" -eq 0
