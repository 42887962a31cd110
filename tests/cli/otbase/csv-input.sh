# SPDX-License-Identifier: BSD-3-Clause
# Flow CSV teaches what the capture does; half of one is no quiet week.
"$PLANT" scenario1 >a.pcap
otflows a.pcap >a.csv
otbase learn -o direct a.pcap 2>direct.err
otbase learn -o csv a.csv 2>csv.err
cmp direct csv
cmp direct.seen csv.seen
cmp direct.err csv.err
otflows a.pcap | OTCAP_HASH_SEED=7 otbase learn -q | cmp - direct
head -n 10 a.csv | otbase learn -q
