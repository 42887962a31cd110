# SPDX-License-Identifier: BSD-3-Clause
# Started with standard streams closed, no tool takes a file for one of them:
# no message in an output file, no picture read from what is being written.
in=$TESTDATA/truncated.pcap
otbase learn -o base "$in" 2>/dev/null
for tool in otflows 'otbase learn' 'otdiff base' otgraph 'otcap-filter'; do
	echo "$tool"
	$tool -o want.dot <"$in" 2>/dev/null
	$tool -o got.dot <"$in" >&- 2>&-
	echo $?
	cmp want.dot got.dot
	$tool -o got.dot <&- >&- 2>&-
	echo $?
	cmp want.dot got.dot
	# shellcheck disable=SC2086 # a command and its operands
	timeout 20 $tool <"$in" >&- 2>&-
	echo $?
	$tool -o got.dot <&-
done
timeout 20 otgraph -T svg "$in" >&- 2>&-
echo $?
