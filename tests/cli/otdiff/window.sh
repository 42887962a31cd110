# SPDX-License-Identifier: BSD-3-Clause
# --since and --until: what lies outside was read but is not looked at.
rules=$SRC/tests/cli/otdiff/plant.rules
"$PLANT" scenario1 >day.pcap
look() {
	otdiff "$@" "$rules" day.pcap >out
	rc=$?
	echo "exit $rc: $(sed -n 's/^[A-Z]* *\([a-z-]*\)  .*/\1/p' out |
		tr '\n' ' ')$(grep '^looked' out)"
}
look
look --since 2023-10-30
look --until 2023-10-30
look --since 2023-10-30T00:23:00Z
look --until 2023-10-30T00:23:00Z
look --since 2023-10-30T00:30:00Z --until 2023-10-30T00:40:00.5Z
look --since 2023-11-01
look --until 2023-10-29
look --since yesterday
look --until 2023-02-30
