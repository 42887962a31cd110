# SPDX-License-Identifier: BSD-3-Clause
# Trouble wins over findings; what was found is still shown.
rules=$SRC/tests/cli/otdiff/plant.rules
"$PLANT" damaged >damaged.pcap
otdiff "$rules" damaged.pcap
echo $?
"$PLANT" scenario2b >scenario2b.pcap
otdiff -q "$rules" scenario2b.pcap damaged.pcap
