# SPDX-License-Identifier: BSD-3-Clause
# The HMI calls an address outside the plant, in vain: another shape.
otgraph -b "$SRC/tests/cli/otgraph/plant.rules" --changes \
	"$TESTDATA/scenario2a.pcap"
