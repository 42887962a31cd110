# SPDX-License-Identifier: BSD-3-Clause
# A scan: new edges stand beside known ones, silent targets are one node.
here=$SRC/tests/cli/otgraph
otgraph -b "$here/plant.rules" -n "$here/plant.names" "$TESTDATA/scenario1.pcap"
