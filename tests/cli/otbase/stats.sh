# SPDX-License-Identifier: BSD-3-Clause
"$PLANT" normal >0.pcap
"$PLANT" week 3 >3.pcap
otbase learn -q -o plant.base 0.pcap "$TESTDATA/scenario2b.pcap" 3.pcap
otbase stats plant.base
for by in day capture; do
	otbase stats --by $by --format csv plant.base
done
otbase stats --by capture -o out plant.base
tail -1 out
cp plant.base bare.base
otbase stats bare.base
otbase stats --by week plant.base
otbase stats --format xml plant.base
otbase stats
