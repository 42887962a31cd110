# SPDX-License-Identifier: BSD-3-Clause
"$PLANT" scenario1 >scenario1.pcap
otdiff --format jsonl "$SRC/tests/cli/otdiff/plant.rules" scenario1.pcap
