# SPDX-License-Identifier: BSD-3-Clause
version=$(cat "$SRC/VERSION")
cef() {
	otdiff --format cef "$@" >out
	rc=$?
	sed "s/|otdiff|$version|/|otdiff|VERSION|/" out
	echo "exit $rc"
}
rules=$SRC/tests/cli/otdiff/plant.rules
"$PLANT" scenario2b >scenario2b.pcap
cef "$rules" scenario2b.pcap
# What a quiet week leaves: an event, unless it is not wanted.
"$PLANT" normal | cef "$rules"
"$PLANT" normal | cef -q "$rules"
# Names come from strangers: no field and no line may end early.
printf 'address,name\n192.168.10.21,"a|b=c\\d"\n' >odd.names
otdiff -q --format cef -n odd.names "$rules" scenario2b.pcap |
	sed 's/.* msg=/msg=/; s/ cs[12].*//'
"$PLANT" damaged | otdiff -q --format cef "$rules" |
	grep -o 'outcome=[a-z]*'
