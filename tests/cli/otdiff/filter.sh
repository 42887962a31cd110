# SPDX-License-Identifier: BSD-3-Clause
# Each finding's display filter, as Wireshark counts its packets.
command -v tshark >/dev/null || { echo "SKIP: no tshark"; exit 77; }
rules=$SRC/tests/cli/otdiff/plant.rules
for name in scenario1 scenario2a scenario2b; do
	"$PLANT" $name >$name.pcap
	otdiff --format jsonl "$rules" $name.pcap |
		sed -n 's/.*"kind":"\([^"]*\)".*"filter":"\(.*\)".*/\1 \2/p' |
		while read -r kind filter; do
			n=$(tshark -r $name.pcap -Y "$filter" 2>tshark.err |
				wc -l)
			grep -v '^Running as' tshark.err
			echo "$name $kind: $n packets"
		done
done
