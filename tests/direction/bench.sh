#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# bench.sh BUILD: how often the direction is right when the beginning of each
# conversation is missing. Confidences are fitted on some plants and on every
# second capture of ../shared/captures; what is reported comes from plants and
# captures that they were not fitted on. A seed is another plant: other
# machines, ports, systems and times in the same scenes. What real captures
# look like to one who knows neither protocol nor port is shown as well: there
# only time, structure and systems are left.
set -eu
B=$1
here=$B/direction-captures
fit_seeds="1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20
901 902 903 904 905 906 907 908"
held_out_seeds="1301 1302 1303 1304 1305 1306 1307 1308
1309 1310 1311 1312 1313 1314 1315 1316"
export LC_ALL=C
rm -rf "$here"
mkdir -p "$here"
# What is left of each capture is written over and over: in memory, where there
# is such a place.
test -w /dev/shm && cut=$(mktemp -d /dev/shm/otcap.XXXXXX) || cut=$here/cut
mkdir -p "$cut"
trap 'rm -rf "$cut"' EXIT

# plants SET SEED...: captures in seed-N, all their truth in SET.csv.
plants() {
	set=$1
	shift
	for seed; do
		mkdir "$here/seed-$seed"
		"$B/plant" direction "$here/seed-$seed" "$seed"
		sed "s|^|seed-$seed/|" "$here/seed-$seed/truth.csv"
	done >"$here/$set.csv"
}
captures_of() {
	for seed; do
		echo "$here/seed-$seed"/*.pcap
	done
}
# every_second REMAINDER FILE...
every_second() {
	want=$1 n=0
	shift
	for file; do
		n=$((n + 1))
		test $((n % 2)) -ne "$want" || echo "$file"
	done
}

# Names of captures have no spaces: they are ours, and those of the folder.
# shellcheck disable=SC2086
{
	plants fit $fit_seeds
	plants held-out $held_out_seeds
	cat tests/direction/known.csv >>"$here/fit.csv"
	fit=$(captures_of $fit_seeds)
	held_out=$(captures_of $held_out_seeds)
	real_fit='' real_held_out=''
	if test -d ../shared/captures; then
		real_fit=$(every_second 1 ../shared/captures/*.pcap*)
		real_held_out=$(every_second 0 ../shared/captures/*.pcap*)
	fi
	echo "# fit: plants" $fit_seeds"; captures of every second file"
	"$B/direction" fit "$cut/fit" "$here/wrong-fit" \
		"$here/fit.csv" $fit $real_fit >"$here/fit.txt" &
	"$B/direction" plant "$cut/held-out" "$here/wrong" \
		"$here/held-out.csv" $held_out >"$here/held-out.txt"
	wait $!
	cat "$here/fit.txt"
	echo
	echo "# plant: held out, plants" $held_out_seeds
	cat "$here/held-out.txt"
	echo
}
if test -n "$real_held_out"; then
	# shellcheck disable=SC2086
	{
		echo "# captures: held out"
		"$B/direction" real "$cut/held-out" "$here/wrong-held-out" \
			tests/direction/known.csv $real_held_out
		echo
		echo "# captures: all"
		"$B/direction" real "$cut/held-out" "$here/wrong-captures" \
			tests/direction/known.csv $real_fit $real_held_out
		echo
		cat "$here/wrong-captures" >>"$here/wrong"
		echo "# captures: all, as if nobody knew the protocol:" \
			"one port at both ends, random octets"
		"$B/direction" masked "$cut/masked" "$here/wrong-masked" \
			tests/direction/known.csv $real_fit $real_held_out
		echo
	}
else
	echo "# captures: skipped, no ../shared/captures"
fi
echo "# wrong verdicts: $(wc -l <"$here/wrong"), in $here/wrong"
sed 's/^seed-[0-9]*\///; s/-[0-9]*\.pcap cut .*(/: /; s/), / /' \
	"$here/wrong" | sort | uniq -c | sort -rn | head -40
