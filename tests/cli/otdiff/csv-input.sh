# SPDX-License-Identifier: BSD-3-Clause
# Flow CSV, several inputs and standard input: the same findings.
rules=$SRC/tests/cli/otdiff/plant.rules
"$PLANT" scenario1 >scenario1.pcap
otdiff --format csv "$rules" scenario1.pcap >direct
otflows scenario1.pcap | otdiff --format csv "$rules" | cmp - direct
otflows scenario1.pcap >flows.csv
otdiff --format csv "$rules" flows.csv | cmp - direct
otdiff --format csv "$rules" - <scenario1.pcap | cmp - direct
test -s direct
