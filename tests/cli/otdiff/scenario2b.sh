# SPDX-License-Identifier: BSD-3-Clause
"$PLANT" scenario2b >scenario2b.pcap
otdiff "$SRC/tests/cli/otdiff/plant.rules" scenario2b.pcap
