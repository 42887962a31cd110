# SPDX-License-Identifier: BSD-3-Clause
# The same packets give the same bytes: seed, zone, locale, order of files.
rules=$SRC/tests/cli/otdiff/plant.rules
"$PLANT" scenario1 >a.pcap
"$PLANT" scenario2b >b.pcap
OTCAP_HASH_SEED=1 otdiff --format jsonl "$rules" a.pcap b.pcap >one
OTCAP_HASH_SEED=2 TZ=Asia/Tokyo LC_ALL=C.UTF-8 \
	otdiff --format jsonl "$rules" b.pcap a.pcap >two
cmp one two
test -s one
