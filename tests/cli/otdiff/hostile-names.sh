# SPDX-License-Identifier: BSD-3-Clause
# The name of a capture can neither steer a terminal nor add a line to the
# report, and flow CSV stays UTF-8.
a=$(printf 'a\nno findings\033[31m\302\233m\377.pcap')
cp "$TESTDATA/truncated.pcap" "$a"
otbase learn -o plant.base "$a"
otdiff plant.base "$a"
otdiff -v --format csv plant.base "$a" 2>err
# Builds with sanitizers have no sandbox and say so with -v.
grep -v 'this system has no sandbox' err >&2
otflows -q "$a" | tail -1
otcap-filter -q --report "$a" | head -1
otflows -q "$a" | otdiff plant.base | head -1
