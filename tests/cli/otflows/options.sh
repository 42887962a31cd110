# Options of reading, on captures made for them; the run row says the rest.
otflows --idle-timeout 9 "$TESTDATA/scenario2a.pcap" |
	awk -F, '{ print $3, $6, $7, $19 }' | sort | uniq -c |
	awk '$2 ~ /^(tcp|udp)$/ { $1 = $1; print }'
otflows --by-vlan "$TESTDATA/link-vlan.pcap" >apart
otflows "$TESTDATA/link-vlan.pcap" | cmp - apart
# Weeks in which the mirror port sends copies, and in which a router relays.
for seed in 4 5; do
	"$PLANT" week $seed >week.pcap
	for option in --strict --dedup '--dedup --by-vlan'; do
		# shellcheck disable=SC2086 # two options are two words
		otflows $option week.pcap |
			awk -F, -v what="$seed $option" '
			$3 == "tcp" || $3 == "udp" {
				n += $10 + $11
				marked += $19 ~ /copies/
			}
			$3 == "run" {
				print what ": in scope", $10 ", in flows", n \
					", flows with copies", marked
				print $20
			}' | sed 's/arp:.*\(copies:[0-9]*\).*/\1/'
	done
done
# With room for two flows the run row tells of the packets of the others.
otflows --max-flows 2 "$TESTDATA/midstream.pcap" |
	awk -F, '
	$3 == "tcp" || $3 == "udp" { n++ }
	$3 == "run" { print n " flows, " $20 }' |
	sed 's/, .*\(unmetered:[0-9]*\).*/, \1/'
otflows --help | head -2
otflows -hV | head -1
otflows --version | head -1 | sed 's/[0-9].*/VERSION/'
otflows -q -- "$TESTDATA/empty.pcap" | wc -l | tr -d ' '
