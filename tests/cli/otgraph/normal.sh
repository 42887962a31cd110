# SPDX-License-Identifier: BSD-3-Clause
# A normal week without a baseline: plain, in zones, direction by arrow.
otgraph -n "$SRC/tests/cli/otgraph/plant.names" "$TESTDATA/normal.pcap"
