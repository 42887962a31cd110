# SPDX-License-Identifier: BSD-3-Clause
"$PLANT" normal >normal.pcap
otdiff "$SRC/tests/cli/otdiff/plant.rules" normal.pcap
