# SPDX-License-Identifier: BSD-3-Clause
# Real captures, copied by a router on the way: the engineering station that
# was learned is no finding although it stops the PLC now and then, what it
# stops with is listed; the stranger is one.
test -n "$CAPTURES" || {
	echo 'SKIP: no real captures'
	exit 77
}
otbase learn -o plant.base "$CAPTURES/melsoft-normal.pcapng"
cut -d, -f2-6,10 plant.base
otdiff plant.base "$CAPTURES/melsoft-attack-ns.pcapng" >findings
echo "exit status $?"
grep -E '^(HIGH|MEDIUM|LOW|INFO)' findings
grep '172.17.0.155 ->' findings
grep -c '172.17.0.158' findings || true
