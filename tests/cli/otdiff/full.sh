# SPDX-License-Identifier: BSD-3-Clause
# Findings that could not be written are trouble, not a quiet end.
test -c /dev/full || { echo "SKIP: /dev/full is no device here"; exit 77; }
"$PLANT" scenario2a >a.pcap
otdiff "$SRC/tests/cli/otdiff/plant.rules" a.pcap >/dev/full
