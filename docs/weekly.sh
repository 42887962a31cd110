#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# weekly.sh FOLDER: look at the captures in FOLDER, once a week from cron, and
# write to somebody when there is something to say.
#
# FOLDER holds plant.base (and plant.base.seen beside it) from `otbase learn`,
# plant.names if you have one, and the captures that tcpdump -G goes on
# writing, named by date; the youngest is still open and waits for next week.
# What was looked at moves to FOLDER/past with its flow table and its report;
# delete there what is too old. Findings lie there as a table, too: fill its
# columns decision (approve, ignore) and note, then
#
#   otbase approve plant.base past/DATE.findings.csv
#
# and next week they are not told again.
#
#   MAIL_TO   who gets the mail (root)
#
# Exit status: that of otdiff (0 nothing, 1 findings, 2 trouble).
set -u
MAIL_TO=${MAIL_TO:-root}
cd "${1:?name the folder of the captures}" || exit 2
mkdir -p past || exit 2

# Status 2 is an alarm of its own: nobody was watching.
alarm() {
	logger -p daemon.alert -t otcap "$1"
	mail -s "otcap: CANNOT WATCH: $1" "$MAIL_TO"
}

set -- *.pcap
youngest=
for capture in "$@"; do
	shift
	test -z "$youngest" || set -- "$@" "$youngest"
	youngest=$capture
done
if test $# -eq 0; then
	alarm "no finished capture in $PWD" </dev/null
	exit 2
fi

# Damage needs no check of its own here: otflows says it in the table, and
# otdiff ends with 2.
week=past/${1%.pcap}
names=
test ! -e plant.names || names=plant.names
otflows -q "$@" 2>"$week.log" | tee "$week.csv" |
	otdiff ${names:+-n "$names"} plant.base >"$week.txt" 2>>"$week.log"
status=$?
case $status in
0) ;;
1)
	otdiff -q ${names:+-n "$names"} --format csv plant.base "$week.csv" \
		>"$week.findings.csv"
	mail -s "otcap: something new in the plant" "$MAIL_TO" <"$week.txt"
	;;
*) cat "$week.log" "$week.txt" | alarm "otdiff ended with $status" ;;
esac
mv "$@" past/ || exit 2
exit $status
