# SPDX-License-Identifier: BSD-3-Clause
rules=$SRC/tests/cli/otdiff/plant.rules
"$PLANT" scenario1 >day.pcap
found() {
	otdiff --format csv "$@" "$rules" day.pcap >out
	echo "exit $?: $(tail -n +2 out | cut -d, -f2,3 | tr '\n' ' ')"
}
found
found --severity login-attempts=low
found --severity port-scan=info,login-attempts=info
found --severity port-scan=low --severity login-attempts=medium --fail-on high
found --severity scan=low
found --severity port-scan
found --severity port-scan=worst
