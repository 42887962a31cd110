# SPDX-License-Identifier: BSD-3-Clause
# Of every committed capture exactly what testdata/README.md counts as tcp and
# udp is copied, and of that nothing is set aside again.
awk -F' *[|] *' '$2 ~ /pcap/ {
	n = 0
	if (match($5, /tcp [0-9]+/))
		n += substr($5, RSTART + 4, RLENGTH - 4)
	if (match($5, /udp [0-9]+/))
		n += substr($5, RSTART + 4, RLENGTH - 4)
	print $2, n
}' "$TESTDATA/README.md" >want
test "$(wc -l <want)" -ge 40 || echo 'testdata/README.md was not understood'
while read -r file n; do
	case $file in
	gz-damaged*) continue ;;	# counted as if whole
	esac
	otcap-filter -q -w out.pcapng "$TESTDATA/$file" 2>err
	rc=$?
	otcap-filter --report out.pcapng >report
	read -r read <<-END
	$(tail -1 report)
	END
	test "$read" = "$n packets read; the classes add up to $n" ||
		echo "$file: $read, not $n"
	grep -q '^set aside  *0 ' report || echo "$file: some are set aside"
	test $rc = 0 || sed "s|$TESTDATA/||; s/^/$rc /" err
done <want
