# SPDX-License-Identifier: BSD-3-Clause
# A killed tcpdump leaves half a record: said, and no failure unless strict.
rules=$SRC/tests/cli/otdiff/plant.rules
"$PLANT" normal >whole.pcap
head -c 400000 whole.pcap >cut.pcap
otdiff "$rules" cut.pcap
echo $?
otdiff --strict "$rules" cut.pcap
