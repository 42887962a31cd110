# A capture that was split is the same as the whole, but for the run rows,
# whatever the number of parts and the order in which they are named.
if ! command -v editcap >/dev/null; then
	echo 'SKIP: editcap is not installed'
	exit 77
fi
flows() {
	otflows "$@" | grep -v ',run,'
}
for name in scenario1 scenario2b fragments midstream; do
	flows "$TESTDATA/$name.pcap" >whole
	for size in 1 7 100 1999; do
		# A thousand open files is what one process has at most.
		test $size -ge 7 || test $name = midstream || continue
		test $size -ge 100 || test $name != scenario1 || continue
		test $size -ge 100 || test $name != scenario2b || continue
		rm -rf parts
		mkdir parts
		editcap -c $size -F pcap "$TESTDATA/$name.pcap" parts/p.pcap
		flows parts/* | cmp - whole || echo "$name by $size"
		# shellcheck disable=SC2046 # no blanks in these names
		flows $(printf '%s\n' parts/* | sort -r) | cmp - whole ||
			echo "$name by $size, turned"
		# shellcheck disable=SC2046
		flows $(printf '%s\n' parts/* | sort -t_ -k3) | cmp - whole
	done
done
