# SPDX-License-Identifier: BSD-3-Clause
# What the rows on addresses say: somebody in the middle, a device that was
# replaced, and a machine that asks for all addresses.
row() {	# ADDRESS REQUESTS WORDS MAC [MAC]
	printf '%s,arp,%s,,,,,,%s,0,,,,,,,,,%s,,,,%s,%s,,,,,,,\n' \
		2023-10-30T00:10:00Z,2023-10-30T00:20:00Z "$@"
}
"$PLANT" week 2 | otflows >week.csv
{
	grep -v ,run, week.csv
	row 192.168.10.11 0 arp:9+arp-back-ms:2500 18:66:da:31:c0:0b \
		00:50:56:aa:00:66
	row 192.168.10.66 300 asked:254 00:50:56:aa:00:66 ''
	row 192.168.10.101 0 arp:9+arp-back-ms:2500 00:80:f4:1c:3a:65 \
		00:50:56:aa:00:66
	row 192.168.10.103 0 arp:1+frame:1 00:80:f4:1c:3b:04 00:80:f4:1c:3b:77
	grep ,run, week.csv
} >w.csv
otdiff -q "$SRC/tests/cli/otdiff/plant.rules" w.csv
