# SPDX-License-Identifier: BSD-3-Clause
# Each attack in a normal week of the larger plant: the right kind, severity
# and machines, and no false company. site.attacks says what is expected; what
# differs from it is shown.
names=$SRC/tests/cli/otdiff/site.names
sh "$SRC/tests/cli/otdiff/site.learn"
table=$SRC/tests/cli/otdiff/site.attacks

expected() {
	awk -v name="$1" '$1 == name { known = 1 }
	$1 == name && $2 != "none" { print $2, $3, $4, $5, $6 }
	END { if (!known) print "no line in site.attacks" }' "$table"
}

"$PLANT" attacks | cut -d' ' -f1 >list
while read -r name; do
	"$PLANT" attack "$name" >week.pcap
	expected "$name" >want
	otdiff -q --format csv -n "$names" site.base week.pcap >found
	rc=$?
	awk -F, -v OFS=' ' 'NR > 1 {
		for (i = 1; i <= NF; i++)
			if ($i == "")
				$i = "-"
		print $2, $3, $7, $9, $10 }' found >is
	diff want is | sed -n "s/^</$name: missing:/p
		s/^>/$name: not expected:/p"
	test "$rc" -eq $((1 - !$(wc -l <want))) || echo "$name: exit $rc"
done <list
awk '!/^#/ { print $1 }' "$table" | sort -u >listed
sort list | comm -3 - listed
