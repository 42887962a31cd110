# SPDX-License-Identifier: BSD-3-Clause
# What cannot be done is said with its reason, exit status 2, and nothing is
# left behind.
status() {
	"$@"
	echo "exit status $?" >&2
}
exec 2>&1
cp "$TESTDATA/normal.pcap" in.pcap
mkdir folder
echo 'a text file' >text
: >empty
status otcap-filter -w out.pcap </dev/null
status otcap-filter -w out.pcap folder
status otcap-filter -w out.pcap text
status otcap-filter -w out.pcap empty
status otcap-filter -w out.pcap nosuch
status otcap-filter -w out.pcap text nosuch
status otcap-filter -w folder in.pcap
status otcap-filter -w folder/nosuch/out.pcap in.pcap
status otcap-filter -w /dev/full in.pcap
status otcap-filter in.pcap >/dev/full
status otcap-filter --report in.pcap >/dev/full
status otcap-filter --report -w - in.pcap
status otcap-filter -w '' in.pcap
status otcap-filter --nosuch in.pcap
status otcap-filter -f
ls
# One of several is enough to have something to write.
status otcap-filter -w out.pcap nosuch in.pcap
otcap-filter --report out.pcap | tail -1
# The capture may be replaced by what is kept of it.
status otcap-filter -w in.pcap in.pcap
cmp in.pcap out.pcap
# A file that is named like an unfinished one stays what it is.
echo mine >out.pcap.tmp
status otcap-filter -w out.pcap in.pcap
cat out.pcap.tmp
