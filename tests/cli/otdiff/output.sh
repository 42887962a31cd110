# SPDX-License-Identifier: BSD-3-Clause
# A file is there whole or not at all.
rules=$SRC/tests/cli/otdiff/plant.rules
"$PLANT" scenario2a >a.pcap
otdiff --format csv -o found.csv "$rules" a.pcap
echo $?
otdiff --format csv "$rules" a.pcap | cmp - found.csv
ls
otdiff -o nowhere/found.csv "$rules" a.pcap
