# SPDX-License-Identifier: BSD-3-Clause
"$PLANT" scenario2a >scenario2a.pcap
otdiff --format jsonl "$SRC/tests/cli/otdiff/plant.rules" scenario2a.pcap
