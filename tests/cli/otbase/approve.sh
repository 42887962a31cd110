# SPDX-License-Identifier: BSD-3-Clause
# Monday: findings as CSV, a person decides, the baseline learns it, and the
# same week is silent. As written, and as spreadsheets save it.
export LOGNAME=anna
otbase learn -q -o plant.base "$TESTDATA/normal.pcap"
otdiff --format csv plant.base "$TESTDATA/scenario2b.pcap" >findings.csv
cp plant.base was.base
cp plant.base.seen was.base.seen

# round NAME: findings as decided are on standard input
round() {
	echo "# $1"
	cp was.base plant.base
	cp was.base.seen plant.base.seen
	cat >decided.csv
	cp plant.base before
	otbase approve -n plant.base decided.csv >dry
	cmp plant.base before
	otbase approve plant.base decided.csv >changes
	cmp changes dry
	cat changes
	diff before plant.base | grep '^[<>]'
	otdiff -q plant.base "$TESTDATA/scenario2b.pcap"
	echo "otdiff: $?"
}

sed 's/,,,\(1: tcp\)/,approve,"why, ""really""",\1/' findings.csv |
	round 'by hand'
for sep in ',' ';' '	'; do
	awk -f "$SRC/tests/cli/otbase/spreadsheet.awk" -v sep="$sep" \
		-v decision=Approve -v note='Fernwartung; bis März' \
		findings.csv | round "spreadsheet with '$sep'"
done
awk -f "$SRC/tests/cli/otbase/spreadsheet.awk" -v sep=';' -v short=1 \
	-v decision=approved -v note="$(printf '\200 90, M\344rz')" \
	findings.csv | round 'spreadsheet in Windows-1252, empty ends left out'
awk -f "$SRC/tests/cli/otbase/spreadsheet.awk" -v sep=';' \
	-v decision=IGNORE -v note='Test; no "attack"' findings.csv >sheet.csv
otbase ignore --at 2026-11-29 -o ignored.base was.base sheet.csv
otdiff -q ignored.base "$TESTDATA/scenario2b.pcap"
echo "ignored: $?"
otbase ignore --at 2020-01-01 --days 10 -o ended.base was.base sheet.csv
otdiff -q ended.base "$TESTDATA/scenario2b.pcap" | head -1
# Approved, and then learned again: it stays what it is.
otbase learn -q --update plant.base -o again.base "$TESTDATA/scenario2b.pcap"
diff plant.base again.base && echo the same
ls
# Undecided, and decided against.
otbase approve plant.base findings.csv
sed 's/,,,\(1: tcp\)/,reject,,\1/' findings.csv | otbase approve was.base -
cmp was.base before
