# SPDX-License-Identifier: BSD-3-Clause
# --review: no baseline, the weaknesses of a first visit; flow CSV says the
# same but for what no flow is. With zones, what goes over their bounds.
"$PLANT" scenario1 >scenario1.pcap
otdiff -q --review scenario1.pcap
echo "exit $?"
otdiff -q --skip default-settings --review scenario1.pcap >direct
otflows scenario1.pcap | otdiff -q --review | cmp - direct
cat >zones.csv <<END
address,name,zone
192.168.10.11,SCADA,supervision
192.168.10.21,HMI,supervision
192.168.10.101,,control
192.168.10.102,,control
END
"$PLANT" normal | otdiff -n zones.csv --only zone-crossing --review
echo "exit $?"
# What goes with no review, and no baseline.
otdiff --review -b x scenario1.pcap
otdiff --review --explain 0123456789abcdef scenario1.pcap
