# SPDX-License-Identifier: BSD-3-Clause
# Ordinary weeks are silent, with reboots, losses, copies, half a mirror,
# clock steps and connections that began before the capture.
for week in 2 3 4 5 6 7 8 9 10 11; do
	"$PLANT" week $week |
		otdiff -q "$SRC/tests/cli/otdiff/plant.rules" ||
		echo "week $week: $?"
done
