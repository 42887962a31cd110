# SPDX-License-Identifier: BSD-3-Clause
# What could be learned of a damaged capture is written, and the exit says so.
"$PLANT" damaged >damaged.pcap
otbase learn -q -o part.base damaged.pcap
echo $?
wc -l <part.base | tr -d ' '
otbase learn -q missing.pcap
echo $?
ls missing* 2>/dev/null
