# SPDX-License-Identifier: BSD-3-Clause
# Files in any order are one capture, merged by time.
cd "$TESTDATA" || exit
otcap-filter -w "$HOME/1.pcap" normal.pcap scenario2a.pcap midstream.pcap
otcap-filter -w "$HOME/2.pcap" midstream.pcap scenario2a.pcap normal.pcap
otcap-filter --report normal.pcap scenario2a.pcap midstream.pcap >"$HOME/1"
otcap-filter --report midstream.pcap normal.pcap scenario2a.pcap >"$HOME/2"
cd "$HOME" && cmp 1.pcap 2.pcap
cmp 1 2
# A capture cut in two and put together again is what it was.
in=$TESTDATA/normal.pcap
otcap-filter -w whole.pcap "$in"
at=$(od -An -v -tu1 -j24 -N160000 "$in" | awk '
	{ for (i = 1; i <= NF; i++) b[n++] = $i }
	END {
		while (at + 16 + (len = b[at + 8] + 256 * b[at + 9]) < n)
			at += 16 + len
		print at + 24
	}')
head -c "$at" "$in" >a.pcap
{ head -c 24 "$in"; tail -c +$((at + 1)) "$in"; } >b.pcap
otcap-filter b.pcap a.pcap | cmp - whole.pcap
