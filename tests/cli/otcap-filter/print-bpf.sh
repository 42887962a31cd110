# SPDX-License-Identifier: BSD-3-Clause
# One line that tcpdump takes; for each link type its own.
otcap-filter --print-bpf
otcap-filter --print-bpf "$TESTDATA/link-raw101.pcap"
otcap-filter --print-bpf "$TESTDATA/link-sll.pcap"
otcap-filter --print-bpf - <"$TESTDATA/link-sll2.pcap"
otcap-filter --print-bpf --report
echo "exit status $?"
otcap-filter --print-bpf -w out.pcap
echo "exit status $?"
otcap-filter --print-bpf -f 'port 502'
echo "exit status $?"
