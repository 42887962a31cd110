# SPDX-License-Identifier: BSD-3-Clause
# A memory of a newer format is refused by name, not half understood.
"$PLANT" normal >normal.pcap
otbase learn -q -o plant.base normal.pcap
sed 's/^format,1\.0/format,2.0/' plant.base.seen >newer
mv newer plant.base.seen
otbase show plant.base
