# SPDX-License-Identifier: BSD-3-Clause
# The cron job of the README: a quiet week, one with a finding, the same after
# somebody approved that, a damaged one, and one in which tcpdump did not run.
mkdir bin plant
for command in mail logger; do
	cat >bin/$command <<'END'
#!/bin/sh
echo "${0##*/} $*"
test "${0##*/}" = logger || grep -E '^(HIGH|MEDIUM|LOW|otdiff:)' |
	sed "s|$PWD|FOLDER|"
END
	chmod +x bin/$command
done
PATH=$PWD/bin:$PATH
otbase learn -q -o plant/plant.base "$TESTDATA/normal.pcap"
cp "$SRC/docs/plant.names" plant

# week NAME CAPTURE: the captures of a week, and the one still being written.
week() {
	echo "# $1"
	cp "$TESTDATA/$2" "plant/$1.pcap"
	cp "$TESTDATA/midstream.pcap" plant/9999-12-31.pcap
	run
	ls plant
}
run() {
	sh "$SRC/docs/weekly.sh" plant >said
	status=$?
	sed "s|$PWD|HERE|" said
	echo "exit $status"
}
week 2026-11-02 normal.pcap
week 2026-11-09 scenario2b.pcap
sed 's/,,,\(1: tcp\)/,approve,ours,\1/' plant/past/2026-11-09.findings.csv |
	otbase approve --by anna plant/plant.base -
week 2026-11-10 scenario2b.pcap
week 2026-11-16 damaged.pcap
echo "# nothing"
run
ls plant/past
cat plant/past/2026-11-16.log
