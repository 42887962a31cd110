# SPDX-License-Identifier: BSD-3-Clause
# A pipe that broke is not a quiet week.
"$PLANT" normal >normal.pcap
otflows normal.pcap >whole.csv
head -n 10 whole.csv >part.csv
otdiff "$SRC/tests/cli/otdiff/plant.rules" - <part.csv
