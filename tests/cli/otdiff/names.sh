# SPDX-License-Identifier: BSD-3-Clause
# Names stand beside every address of a sentence, and change no finding's id.
"$PLANT" scenario1 >scenario1.pcap
rules=$SRC/tests/cli/otdiff/plant.rules
otdiff -n "$SRC/tests/cli/otdiff/plant.names" "$rules" scenario1.pcap
otdiff --format csv "$rules" scenario1.pcap | cut -d, -f1,2 >without
otdiff -n "$SRC/tests/cli/otdiff/plant.names" --format csv "$rules" \
	scenario1.pcap | cut -d, -f1,2 | cmp - without
