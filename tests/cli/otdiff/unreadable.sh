# SPDX-License-Identifier: BSD-3-Clause
# One input that is not there does not hide what the others show.
rules=$SRC/tests/cli/otdiff/plant.rules
"$PLANT" scenario2a >scenario2a.pcap
otdiff -q "$rules" nowhere.pcap scenario2a.pcap
echo $?
otdiff "$rules" nowhere.pcap
