# SPDX-License-Identifier: BSD-3-Clause
# Nothing to say is nothing said: for cron.
"$PLANT" normal >normal.pcap
otdiff -q "$SRC/tests/cli/otdiff/plant.rules" normal.pcap
echo $?
"$PLANT" scenario2a >scenario2a.pcap
otdiff -q "$SRC/tests/cli/otdiff/plant.rules" scenario2a.pcap
