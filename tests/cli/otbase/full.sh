# SPDX-License-Identifier: BSD-3-Clause
# Rules that could not be written are trouble; half a file takes no name.
test -c /dev/full || { echo "SKIP: /dev/full is no device here"; exit 77; }
"$PLANT" normal >normal.pcap
otbase learn -q normal.pcap >/dev/full
echo $?
otbase learn -q -o no/such/folder/plant.base normal.pcap
echo $?
ls
