#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# demo.sh BUILD: the pipeline on the captures in testdata/, step by step, as one
# would type it. Fails when a step ends as it should not.
set -u
B=$(cd "$1" && pwd) || exit 2
PATH=$B:$PATH
D=$B/demo
rm -rf "$D"
mkdir -p "$D"
export LC_ALL=C TZ=UTC
failed=0

# step STATUS TITLE COMMAND: shows the command, runs it, shows the first lines.
step() {
	tool=${3%% *}
	printf '\n%s\n$ %s\n' "$2" "$3"
	if ! test -x "$B/$tool"; then
		echo "($tool is not built)"
		return
	fi
	(cd testdata && sh -c "$3") >"$D/out" 2>"$D/err"
	rc=$?
	head -n "${LINES_SHOWN:-12}" "$D/out" | cut -c 1-132
	n=$(wc -l <"$D/out")
	test "$n" -le "${LINES_SHOWN:-12}" || echo "... ($n lines)"
	head -n 12 "$D/err"
	echo "(exit status $rc)"
	test "$rc" -eq "$1" && return
	echo "demo: this should have been $1"
	failed=1
}

if ! test -e testdata/normal.pcap; then
	echo "demo: testdata/normal.pcap is not there" >&2
	exit 2
fi
step 0 "A week on the mirror port: keep what matters, say what was set aside." \
	"otcap-filter --report -w $D/kept.pcap normal.pcap"
step 0 "Who talks to whom, and who is the client:" \
	"otflows normal.pcap"
step 0 "That week is normal. Learn it:" \
	"otbase learn -o $D/plant.base normal.pcap"
step 0 "The rules are text, for review and for git:" \
	"otbase show $D/plant.base"
step 0 "The same week again brings nothing new:" \
	"otdiff $D/plant.base normal.pcap"
step 1 "A week in which somebody scanned and guessed passwords:" \
	"otdiff $D/plant.base scenario1.pcap"
step 1 "A week in which the HMI called an address outside:" \
	"otdiff $D/plant.base scenario2a.pcap"
step 0 "The picture, new things standing out:" \
	"otgraph -b $D/plant.base -T svg -o $D/scenario2a.svg scenario2a.pcap"
echo
if test -e "$D/scenario2a.svg"; then
	echo "The picture is $1/demo/scenario2a.svg"
fi
exit $failed
