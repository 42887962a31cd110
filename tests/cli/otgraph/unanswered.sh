# SPDX-License-Identifier: BSD-3-Clause
# A machine that is gone and still looked for, as the baseline knows, is not
# new: nothing in that picture is.
sh "$SRC/tests/cli/otdiff/site.learn"
grep unanswered site.base | cut -d, -f2,4,5,10
otgraph -b site.base week.pcap | grep -A 2 -E '^	*"10.20.1.49"|NEW'
