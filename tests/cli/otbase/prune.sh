# SPDX-License-Identifier: BSD-3-Clause
# What may go is listed; only --apply takes it, and never what was approved.
"$PLANT" normal >0.pcap
"$PLANT" week 3 >3.pcap
otbase learn -q -o plant.base "$TESTDATA/scenario2b.pcap" 3.pcap
# The first capture alone knew these two.
sed -e '/203.0.113.66/s/2023-1[0-9]-[0-9T:]*/2023-09-01T00:00:00/g' \
	plant.base.seen >seen && mv seen plant.base.seen
{
	cat plant.base
	echo 'tcp,10.9.0.1,*,10.9.0.2,80,,,,,ignored,me,2024-01-31,a printer'
	echo 'tcp,10.9.0.1,*,10.9.0.2,81,,,,,approved,me,2024-01-31,'
	echo 'tcp,10.9.0.1,*,10.9.0.2,82,,,,,learned,,2026-12-31,'
	echo 'tcp,10.9.0.1,*,10.9.0.2,83,,,,,learned,,,'
} >x && mv x plant.base
cp plant.base was.base
cp plant.base.seen was.base.seen
try() {
	echo "# $*"
	otbase prune --at 2026-11-29 "$@" plant.base
}
try
try --unseen 30
try --undecided 30
try --undecided 3000
try --captures 1
try --captures 4
try --unseen 30 --apply -n
cmp plant.base was.base
try --unseen 30 --apply -q
diff was.base plant.base
diff was.base.seen plant.base.seen | cut -c1-50
try --apply
cp plant.base bare.base
otbase prune --unseen 30 bare.base
otbase prune
otbase prune plant.base bare.base
otbase prune --unseen 0 plant.base
