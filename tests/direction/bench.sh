#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# bench.sh BUILD: how often the direction is right when the beginning of each
# conversation is missing: on captures of the simulated plant, whose truth is
# known, and on those in ../shared/captures, where their handshakes are it.
set -eu
B=$1
here=$B/direction-captures
export LC_ALL=C
rm -rf "$here"
mkdir -p "$here/plant"
"$B/plant" direction "$here/plant"

echo "# plant"
"$B/direction" plant "$here/cut" "$here/wrong" "$here/plant/truth.csv" \
	"$here"/plant/*.pcap
echo
if test -d ../shared/captures; then
	echo "# captures"
	"$B/direction" real "$here/cut" "$here/wrong-captures" \
		tests/direction/known.csv ../shared/captures/*.pcap*
	echo
	cat "$here/wrong-captures" >>"$here/wrong"
else
	echo "# captures: skipped, no ../shared/captures"
fi
echo "# wrong verdicts: $(wc -l <"$here/wrong"), in $here/wrong"
sed 's/-[0-9]*\.pcap cut .*(/: /; s/), / /' "$here/wrong" |
	sort | uniq -c | sort -rn | head -40
