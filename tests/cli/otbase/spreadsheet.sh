# SPDX-License-Identifier: BSD-3-Clause
# A baseline that went through a spreadsheet says the same afterwards.
otbase learn -q -o plant.base "$TESTDATA/normal.pcap"
sed -i 's/,learned,learn,,$/,approved,me,2030-12-31,"Wartung, ""Nacht"""/' \
	plant.base
cp plant.base.seen saved.base.seen
for sep in ',' ';' '	'; do
	# Columns turned around, one of their own, CRLF, a mark, empty rows; and
	# the date is another.
	awk -f "$SRC/tests/cli/otbase/spreadsheet.awk" -v sep="$sep" \
		plant.base | sed 's/2030-12-31/31.12.2030/' >saved.base
	head -1 saved.base
	otbase check --at 2026-11-29 saved.base
	otbase merge saved.base | cut -d, -f1-9 >is
	cut -d, -f1-9 plant.base | cmp - is
	otbase merge saved.base | cut -d, -f10- | sort -u
	otdiff -q saved.base "$TESTDATA/normal.pcap"
	otbase learn -q --update saved.base -o again.base \
		"$TESTDATA/normal.pcap"
	cut -d, -f1-9 again.base | cmp - is
done
