# SPDX-License-Identifier: BSD-3-Clause
rules=$SRC/tests/cli/otdiff/plant.rules
"$PLANT" scenario1 >a.pcap
"$PLANT" scenario2a >b.pcap
kinds() {
	otdiff --format csv "$@" "$rules" a.pcap b.pcap >out
	echo "exit $?: $(cut -d, -f2 out | tail -n +2 | sort | uniq -c |
		tr -s ' \n' ' ')"
}
kinds
kinds --only port-scan
kinds --only port-scan,outside-contact
kinds --skip port-scan
kinds --only new-host
kinds --skip port-scan --skip login-attempts --fail-on high
kinds --fail-on medium
kinds --login-sessions 30
kinds --scan-ports 1000 --sweep-hosts 300
