# SPDX-License-Identifier: BSD-3-Clause
# What could be read of a damaged capture is drawn, and called incomplete.
otgraph -o a.dot "$TESTDATA/damaged.pcap" 2>err
echo $?
sed 's|: [^:]*damaged.pcap|: damaged.pcap|' err
tr -d '\n\134' <a.dot | grep -o 'INCOMPLETE: 1 cut or damaged'
