# SPDX-License-Identifier: BSD-3-Clause
# The report calls machines by the site's names, also by their MAC.
cat >names <<END
address,mac,name
192.168.10.11,,scada
,00:80:63:7c:22:80,switch Süd
,00:80:f4:1c:3a:66,pump
192.168.10.0/24,,$(printf 'red \033[31m net')
END
otcap-filter --report -n names "$TESTDATA/normal.pcap" | sed -n '/^Machines/,$p'
otcap-filter -n names -w out.pcap "$TESTDATA/normal.pcap"
echo "exit status $?"
otcap-filter --report -n nowhere "$TESTDATA/normal.pcap"
echo "exit status $?"
