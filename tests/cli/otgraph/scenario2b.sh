# SPDX-License-Identifier: BSD-3-Clause
# The same, answered; without what is background.
otgraph -b "$SRC/tests/cli/otgraph/plant.rules" --no-background \
	"$TESTDATA/scenario2b.pcap"
