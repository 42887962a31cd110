#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Feed every fuzz target the inputs kept in its corpus. One test a target.
set -u
: "${B:?run by tests/check.sh}"
passed=0 failed=0
for source in tests/fuzz/fuzz_*.c; do
	test -e "$source" || continue
	name=${source#tests/fuzz/fuzz_}
	name=${name%.c}
	if timeout 300 "$B/replay-$name" tests/fuzz/corpus/"$name"/*; then
		passed=$((passed + 1))
	else
		echo "not ok - replay-$name: exit status $?"
		failed=$((failed + 1))
	fi
done
echo "$passed $failed 0" >"$B/results/replay"
test $failed -eq 0
