# SPDX-License-Identifier: BSD-3-Clause
# Names are shown as they are: no escape, entity, quote or byte of theirs means
# anything to Graphviz.
printf 'address,name,zone\n192.168.10.11,"\\N ""x"" ]; <b>&lt;",%s\n' 'Z\G' \
	>names
printf '192.168.10.21,caf\351 \033[31m,\n' >>names
otgraph -n names -o a.dot "$TESTDATA/normal.pcap"
grep -e 'serves 20295' -e 'caf' -e 'label="Z' a.dot
otgraph -n names -o a.svg "$TESTDATA/normal.pcap"
grep -o '>[^<]*x[^<]*]; [^<]*<' a.svg
grep -c 'caf' a.svg
