#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# check.sh BUILD: every suite in turn, then one line that sums them up:
# `N passed, N failed, N skipped`.
#
# A suite leaves its three numbers in BUILD/results/NAME. One that leaves
# nothing or zeroes has failed, whatever its exit status says: a test that did
# not run proves nothing.
set -u
B=$(cd "$1" && pwd) || exit 2
SRC=$(pwd)
CAPTURES=$(cd ../shared/captures 2>/dev/null && pwd)
export B SRC CAPTURES
export TESTDATA="$SRC/testdata" PLANT="$B/plant"
export LC_ALL=C TZ=UTC
unset NO_COLOR MAKEFLAGS MFLAGS MAKELEVEL

rm -rf "$B/results" "$B"/san.*
mkdir -p "$B/results"
export ASAN_OPTIONS="log_path=$B/san:${ASAN_OPTIONS-}"
export UBSAN_OPTIONS="log_path=$B/san:print_stacktrace=1:${UBSAN_OPTIONS-}"

suite() {
	name=$1
	shift
	echo "# $name"
	"$@"
	rc=$?
	read -r p f s 2>/dev/null <"$B/results/$name" || p=0 f=0 s=0
	if test $((p + f + s)) -eq 0; then
		echo "not ok - $name: no test ran"
		f=1
	elif test $rc -ne 0 && test "$f" -eq 0; then
		echo "not ok - $name: exit status $rc"
		f=1
	fi
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

passed=0 failed=0 skipped=0
suite order sh tests/order.sh lib
suite services sh tests/services.sh
suite unit sh tests/unit/run.sh
suite cli sh tests/cli/run.sh "$B"
suite man sh tests/man.sh
suite options sh tests/options.sh
suite replay sh tests/fuzz/replay.sh
suite plant sh tests/plant/same.sh
suite tshark sh tests/tshark.sh "$B/otflows"
suite plant-tshark sh tests/plant/check-tshark.sh "$B/plant"
suite protocols-tshark sh tests/protocols-tshark.sh "$B/otflows"
suite operations-tshark sh tests/operations-tshark.sh "$B/otflows"
suite export sh tests/export-tshark.sh "$B/otbase"
suite names-tshark sh tests/names-tshark.sh "$B/otflows"

# LeakSanitizer's complaints change no exit status of Criterion.
for log in "$B"/san.*; do
	test -e "$log" || continue
	echo "not ok - sanitizer: $log"
	head -40 "$log" | sed 's/^/#   /'
	failed=$((failed + 1))
done

echo "$passed passed, $failed failed, $skipped skipped"
test "$failed" -eq 0
