#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# demo.sh BUILD: the pipeline on the captures in testdata/, step by step, as one
# would type it, in BUILD/demo. Fails when a step ends as it should not.
set -u
SRC=$(pwd)
B=$(cd "$1" && pwd) || exit 2
PATH=$B:$PATH
shown=$1/demo
export LC_ALL=C TZ=UTC
failed=0

rm -rf "$B/demo"
mkdir -p "$B/demo" && cd "$B/demo" || exit 2
for name in normal scenario1 scenario2a scenario2b; do
	cp "$SRC/testdata/$name.pcap" . || exit 2
done
plant week 3 >second-week.pcap || exit 2

# step STATUS LINES TITLE COMMAND: shows the command, runs it, shows so many
# lines of what it prints.
step() {
	printf '\n%s\n$ %s\n' "$3" "$4"
	sh -c "$4" >out 2>err
	rc=$?
	head -n "$2" out
	n=$(wc -l <out)
	test "$n" -le "$2" || echo "... ($n lines)"
	cat err
	rm -f out err
	test "$rc" -eq 0 || echo "(exit status $rc)"
	test "$rc" -eq "$1" && return
	echo "demo: the exit status should have been $1"
	failed=1
}

step 0 12 "A week on the mirror port: keep what matters, say what was not." \
	"otcap-filter --report -w kept.pcap normal.pcap"
step 0 6 "Who talks to whom, and who is the client:" \
	"otflows -o normal.csv normal.pcap; head -5 normal.csv | cut -c 1-132"
step 0 20 "That week is normal. Learn it:" \
	"otbase learn -o plant.base normal.csv"
step 0 20 "The rules are text, for review and for git:" \
	"otbase show plant.base"
step 0 20 "A second week, with other times and ports, brings nothing new:" \
	"otdiff plant.base second-week.pcap"
step 1 40 "A week in which somebody scanned and guessed passwords:" \
	"otdiff plant.base scenario1.pcap"
step 1 20 "A week in which the HMI called an address outside, in vain:" \
	"otdiff plant.base scenario2a.pcap"
step 1 20 "The same, but somebody answered:" \
	"otdiff plant.base scenario2b.pcap"
echo
echo "The pictures, new things standing out:"
for name in normal scenario1 scenario2a scenario2b; do
	echo "\$ otgraph -b plant.base -o $name.svg $name.pcap"
	otgraph -b plant.base -o $name.svg $name.pcap || failed=1
done

cat <<END

Written to $shown:
  kept.pcap          what otcap-filter kept of the normal week
  normal.csv         its flows
  plant.base         the baseline: the rules, to be read and edited
  plant.base.seen    and what else was seen of them
  normal.svg         who talks to whom
  scenario1.svg, scenario2a.svg, scenario2b.svg
                     what the three incidents added
END
exit $failed
