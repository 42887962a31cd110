#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# operations-tshark.sh OTFLOWS: a second opinion on the operations of every
# conversation of the real captures in $CAPTURES.
#
# Per conversation the operations that otflows names must be those that the
# field values of tshark's dissectors stand for, by the table below; neither
# more nor less. One test a capture and service. The table is made from the
# names that tshark gives to the values, not from the recognisers.
#
# Prints TAP, or from tests/check.sh only what failed; without tshark or
# captures says so and skips.
set -u
LC_ALL=C
export LC_ALL

otflows=$1
CAPTURES=${CAPTURES-$(cd ../shared/captures 2>/dev/null && pwd)}
skip() {
	echo "1..0 # SKIP $1: no second opinion on operations"
	test ! -d "${B-}/results" || echo 0 0 1 >"$B/results/operations-tshark"
	exit 0
}
command -v tshark >/dev/null 2>&1 || skip 'tshark is not installed'
test -n "$CAPTURES" || skip 'no real captures'
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT INT TERM

# A question: service, name of a list below, fields (joined by "/" when there
# are two); on the next line tshark's filter for the packets that count.
cat >"$dir/questions" <<'END'
modbus modbus-function modbus.func_code/modbus.diagnostic_code
	modbus && tcp.dstport == 502
modbus modbus-error modbus.exception_code
	modbus && tcp.srcport == 502
s7comm s7-function s7comm.param.func
	s7comm.header.rosctr == 1
s7comm s7-service s7comm.param.userdata.funcgroup/s7comm.param.userdata.subfunc
	s7comm.param.userdata.type == 4
dnp3 dnp3-function dnp3.al.func
	dnp3.ctl.dir == 1
iec104 iec-function iec60870_104.utype
	iec60870_104.utype
iec104 iec-type iec60870_asdu.typeid
	iec60870_asdu.causetx == 6 || iec60870_asdu.causetx == 5
iec104 iec-negative iec60870_asdu.nega
	iec60870_asdu.nega == 1
enip enip-command enip.command
	enip
enip cip-service cip.service
	enip && cip.service < 0x80
enip cip-status cip.genstat
	enip && cip.genstat
fins fins-command omron.command
	omron
bacnet bacnet-confirmed bacapp.confirmed_service
	bacapp.type == 0
bacnet bacnet-unconfirmed bacapp.unconfirmed_service
	bacapp.type == 1
bacnet bacnet-type bacapp.type
	bacapp.type > 4 && !(udp.length < 25 && udp.payload[2:2] == 00:11)
opcua opcua-service opcua.servicenodeid.numeric
	opcua
END

# Messages that tell an error, counted in a capture: service, field, and on the
# next line the filter. Exceptions of Modbus have three octets (see below). Not
# HART-IP: tshark does not look into its direct messages.
cat >"$dir/errors" <<'END'
modbus modbus.exception_code
	modbus.exception_code && mbtcp.len == 3
fins omron.response.code
	omron.response.code && omron.response.code != 0
iec104 iec60870_asdu.nega
	iec60870_asdu.nega == 1
enip cip.genstat
	cip.genstat && cip.genstat != 0
END

# A list's values and the operations that they stand for; "-": none. What is
# in no list is wrong.
cat >"$dir/values" <<'END'
modbus-function 1 read:coils
modbus-function 2 read:discrete-inputs
modbus-function 3 read:holding-registers
modbus-function 4 read:input-registers
modbus-function 5 write:single-coil
modbus-function 6 write:single-register
modbus-function 7 diagnostic:exception-status
modbus-function 8/1 control:restart-communication
modbus-function 8/4 control:listen-only
modbus-function 8 diagnostic:diagnostics
modbus-function 11 diagnostic:comm-counter
modbus-function 12 diagnostic:comm-log
modbus-function 15 write:multiple-coils
modbus-function 16 write:multiple-registers
modbus-function 17 diagnostic:server-id
modbus-function 20 read:file-record
modbus-function 21 write:file-record
modbus-function 22 write:mask-register
modbus-function 23 write:read-write-registers
modbus-function 24 read:fifo-queue
modbus-function 43 diagnostic:device-identification
modbus-function 90 program:umas
modbus-function 0 -
modbus-function * diagnostic:other
modbus-error 1 error:illegal-function
modbus-error 2 error:illegal-address
modbus-error 3 error:illegal-value
modbus-error 4 error:device-failure
modbus-error 5 error:acknowledge
modbus-error 6 error:busy
modbus-error 8 error:memory-parity
modbus-error 10 error:gateway-path
modbus-error 11 error:gateway-target
s7-function 0x04 read:variables
s7-function 0x05 write:variables
s7-function 0x1d program:start-upload
s7-function 0xf0 -
s7-service 4/1 diagnostic:read-szl
dnp3-function 0 diagnostic:confirm
dnp3-function 1 read:data
dnp3-function 3 control:select
dnp3-function 4 control:operate
iec-function 0x00000001 diagnostic:start-transfer
iec-function 0x00000002 -
iec-function 0x00000004 diagnostic:stop-transfer
iec-function 0x00000008 -
iec-function 0x00000010 -
iec-function 0x00000020 -
iec-type 45 control:single
iec-type 46 control:double
iec-type 47 control:step
iec-type 48 control:set-point
iec-type 49 control:set-point
iec-type 50 control:set-point
iec-type 51 control:bitstring
iec-type 100 read:interrogation
iec-type 101 read:counters
iec-type 102 read:value
iec-type 103 write:clock
iec-type * -
iec-negative * error:negative
enip-command 0x0004 diagnostic:list-services
enip-command 0x0063 diagnostic:list-identity
enip-command * -
cip-service 0x01 read:attributes
cip-service 0x02 write:attributes
cip-service 0x03 read:attributes
cip-service 0x04 write:attributes
cip-service 0x05 control:reset
cip-service 0x0a -
cip-service 0x0e read:attributes
cip-service 0x10 write:attributes
cip-status 0x00 -
cip-status * error:other
fins-command 0x0101 read:memory
fins-command 0x0102 write:memory
fins-command 0x0103 write:fill
fins-command 0x0104 read:memory
fins-command 0x0105 write:transfer
fins-command 0x0201 read:parameters
fins-command 0x0202 program:parameters
fins-command 0x0203 program:parameters
fins-command 0x0220 read:parameters
fins-command 0x0221 program:parameters
fins-command 0x0304 program:protect
fins-command 0x0305 program:protect
fins-command 0x0306 read:program
fins-command 0x0307 program:write
fins-command 0x0308 program:clear
fins-command 0x0401 control:run
fins-command 0x0402 control:stop
fins-command 0x0403 control:reset
fins-command 0x0501 diagnostic:controller
fins-command 0x0502 diagnostic:connection
fins-command 0x0601 diagnostic:status
fins-command 0x0602 diagnostic:status
fins-command 0x0603 diagnostic:status
fins-command 0x0620 diagnostic:cycle-time
fins-command 0x0701 read:clock
fins-command 0x0702 write:clock
fins-command 0x0801 diagnostic:test
fins-command 0x0802 diagnostic:test
fins-command 0x0803 diagnostic:test
fins-command 0x0920 diagnostic:message
fins-command 0x0c01 login:access-right
fins-command 0x0c02 login:access-right
fins-command 0x0c03 login:access-right
fins-command 0x2101 diagnostic:error-log
fins-command 0x2102 diagnostic:error-log
fins-command 0x2103 diagnostic:error-log
fins-command 0x2201 read:file
fins-command 0x2202 read:file
fins-command 0x2203 program:file-write
fins-command 0x2204 program:file-format
fins-command 0x2205 program:file-delete
fins-command 0x2206 program:file-change
fins-command 0x2207 program:file-change
fins-command 0x2208 program:file-change
fins-command 0x2209 program:file-change
fins-command 0x220a program:file-write
fins-command 0x220b program:file-write
fins-command 0x220c program:file-write
fins-command 0x220f program:file-write
fins-command 0x2210 program:file-write
fins-command 0x2211 program:file-write
fins-command 0x2301 control:force
fins-command 0x2302 control:force-cancel
fins-command 0x230a read:memory
fins-command 0x2601 diagnostic:other
fins-command 0x2602 diagnostic:other
fins-command 0x2603 diagnostic:other
bacnet-confirmed 12 read:property
bacnet-confirmed 20 control:reinitialize
bacnet-unconfirmed 0 diagnostic:i-am
bacnet-unconfirmed 8 diagnostic:who-is
bacnet-type 5 error:error
bacnet-type 6 error:reject
bacnet-type 7 error:abort
opcua-service 428 diagnostic:discovery
opcua-service 446 -
opcua-service 452 -
opcua-service 461 login:create-session
opcua-service 467 -
opcua-service 473 -
opcua-service 488 program:add-nodes
opcua-service 527 read:browse
opcua-service 631 read:attributes
opcua-service 673 write:attributes
opcua-service 712 control:call
opcua-service 751 read:monitor
opcua-service 787 read:subscription
opcua-service 826 read:subscription
opcua-service 847 read:subscription
opcua-service * -
END

# Words that no list has, because their field is in no dissector or means
# something else in every message: errors in results, identity tokens.
cat >"$dir/unasked" <<'END'
enip error:
fins error:
opcua error:
opcua login:anonymous
opcua login:user
opcua login:session
s7comm error:
END

# Known differences: what tshark has and otflows leaves out with reason.
# - Exceptions of four octets, where one has three (see protocols-tshark.sh).
# - A request for the event counter with four octets of data where it has none:
#   it looks like the answer, which has four.
# Two more are in the questions: BACnet errors that count 17 octets in a
# datagram of 13 are no messages for otcap; and DNP3's functions are asked for
# of the master alone, since tshark takes octets of an outstation's response
# for a confirmation where it puts fragments together. TESTFR of IEC 104 is no
# operation but a sign of life.
cat >"$dir/explained" <<'END'
tcp 10.0.0.57:4446 10.0.0.8:502 modbus error:acknowledge
tcp 10.0.0.57:4446 10.0.0.8:502 modbus error:busy
tcp 166.161.16.230:502 192.168.66.235:2582 modbus diagnostic:comm-counter
END

# conversation, service, operation; one line each.
by_otflows() {
	"$otflows" -q "$1" | awk -F, '
	$3 == "tcp" || $3 == "udp" {
		a = $4 ":" $5
		b = $6 ":" $7
		k = $3 " " (a < b ? a " " b : b " " a)
		n = split($20, word, "+")
		for (i = 1; i <= n; i++)
			print k, $8, word[i]
	}'
}

# One question; a field that occurs n times in a packet is n values, and two
# fields go together value by value.
ask() {	# CAPTURE SERVICE LIST FIELDS FILTER
	case $4 in
	*/*) first=${4%%/*} second=${4#*/} ;;
	*) first=$4 second=frame.number ;;
	esac
	tshark -r "$1" -Y "$5" -T fields -E separator=\| \
		-e ip.src -e ip.dst -e tcp.srcport -e tcp.dstport \
		-e udp.srcport -e udp.dstport -e "$first" -e "$second" \
		2>/dev/null |
	awk -F'|' -v service="$2" -v list="$3" -v fields="$4" '
	{
		a = $1 ":" $3 $5
		b = $2 ":" $4 $6
		k = ($3 != "" ? "tcp " : "udp ") (a < b ? a " " b : b " " a)
		n = split($7, value, ",")
		m = split($8, more, ",")
		for (i = 1; i <= n; i++)
			print k, service, list, value[i] \
			      (fields ~ "/" && m == n ? "/" more[i] : "")
	}' | sort -u
}

# Asks what otflows names a service for: tests/protocols-tshark.sh looks for
# those that it does not name.
by_tshark() {	# CAPTURE OURS
	while read -r service list fields && read -r filter; do
		grep -q " $service " "$2" || continue
		ask "$1" "$service" "$list" "$fields" "$filter" </dev/null
	done <"$dir/questions" |
	awk '
	NR == FNR { word[$1 " " $2] = $3; next }
	{
		value = $6
		if (!(($5 " " value) in word))
			sub("/.*", "", value)
		if (!(($5 " " value) in word))
			value = "*"
		if (!(($5 " " value) in word))
			print $1, $2, $3, $4, "unlisted:" $5 "=" $6
		else if (word[$5 " " value] != "-")
			print $1, $2, $3, $4, word[$5 " " value]
	}' "$dir/values" -
}

# By name, since columns may come.
errors_by_otflows() {	# CAPTURE SERVICE
	"$otflows" -q --format jsonl "$1" | awk -v service="$2" '
	index($0, "\"service\":\"" service "\"") &&
	match($0, /"errors":[0-9]+/) {
		n += substr($0, RSTART + 9, RLENGTH - 9)
	}
	END { print n + 0 }'
}

count_errors() {	# CAPTURE SERVICES
	while read -r service field && read -r filter; do
		grep -qx "$service" "$2" || continue
		theirs=$(tshark -r "$1" -Y "$filter" -T fields -e "$field" \
			</dev/null 2>/dev/null | tr , '\n' | grep -c .)
		ours=$(errors_by_otflows "$1" "$service" </dev/null)
		test "$ours" -eq "$theirs" || printf 'not '
		echo "ok - ${1##*/}: $ours errors of $service," \
			"$theirs by tshark"
	done <"$dir/errors"
}

# Lines of services that were asked for and words that could be answered.
asked_for() {
	awk '
	FILENAME ~ /questions$/ && /^[a-z]/ { asked[$1]; next }
	FILENAME ~ /questions$/ { next }
	FILENAME ~ /unasked$/ { unasked[$1 " " $2]; next }
	FILENAME ~ /explained$/ { explained[$0]; next }
	{
		class = $5
		sub(":.*", ":", class)
		if ($4 in asked && !($0 in explained) &&
		    !(($4 " " class) in unasked) &&
		    !(($4 " " $5) in unasked))
			print
	}' "$dir/questions" "$dir/unasked" "$dir/explained" - | sort -u
}

# In a directory of its own, because two captures are looked at at a time.
look() {
	name=$(basename "$1")
	by_otflows "$1" | asked_for >"$2/ours"
	by_tshark "$1" "$2/ours" | asked_for >"$2/theirs"
	diff "$2/theirs" "$2/ours" | sed -n 's/^</# only tshark:/p
		s/^>/# only otflows:/p' >"$2/diff"
	cut -d' ' -f4 "$2/ours" "$2/theirs" | sort -u >"$2/services"
	while read -r service; do
		n=$(grep -c " $service " "$2/theirs")
		if grep " $service " "$2/diff" >"$2/why"; then
			echo "not ok - $name: operations of $service"
			head -20 "$2/why"
		else
			echo "ok - $name: $n operations of $service as tshark"
		fi
	done <"$2/services"
	by_otflows "$1" | cut -d' ' -f4 | sort -u >"$2/heard"
	count_errors "$1" "$2/heard"
}

n=0
for capture in "$CAPTURES"/*.pcap*; do
	# Its messages are malformed on purpose, which needs no second opinion.
	test "${capture##*/}" != many-link-layers.pcap || continue
	n=$((n + 1))
	mkdir "$dir/$n"
	look "$capture" "$dir/$n" >"$dir/$n/tap" &
	test $((n % 2)) -eq 0 && wait
done
wait
i=0
while test $i -lt $n; do
	i=$((i + 1))
	cat "$dir/$i/tap"
done >"$dir/tap"
passed=$(grep -c '^ok' "$dir/tap")
failed=$(grep -c '^not ok' "$dir/tap")
if test -d "${B-}/results"; then
	grep -v '^ok' "$dir/tap"
	echo "$passed $failed 0" >"$B/results/operations-tshark"
else
	awk '/ok - / { sub(/ok - /, "ok " ++n " - ") } { print }' "$dir/tap"
	echo "1..$((passed + failed))"
fi
test "$failed" -eq 0
