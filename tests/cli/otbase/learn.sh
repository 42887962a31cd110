# SPDX-License-Identifier: BSD-3-Clause
# A normal week; what was learned allows it.
"$PLANT" normal >normal.pcap
otbase learn normal.pcap
otbase learn -q -o plant.base normal.pcap
otbase learn -q normal.pcap | cmp - plant.base
sed -n '1,4p' plant.base.seen
ls
otdiff -q plant.base normal.pcap
