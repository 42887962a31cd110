# SPDX-License-Identifier: BSD-3-Clause
"$PLANT" scenario2a >scenario2a.pcap
otdiff --format csv "$SRC/tests/cli/otdiff/plant.rules" scenario2a.pcap
