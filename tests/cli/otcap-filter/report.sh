# SPDX-License-Identifier: BSD-3-Clause
# What people see: classes, machines in default settings, who sent the rest.
cd "$TESTDATA" && otcap-filter --report normal.pcap
