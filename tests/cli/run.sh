#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# run.sh BUILD [TOOL | TOOL/CASE]...: the command line tests
#
# A case is tests/cli/TOOL/CASE.sh. Beside it lie the exact standard output and
# error it must give (CASE.out, CASE.err; absent: nothing) and its exit status
# (CASE.rc; absent: 0). It runs in an empty scratch directory and finds in the
# environment:
#   PATH      begins with the tools that were built
#   TESTDATA  the committed captures
#   PLANT     the program that makes captures of a simulated plant
#   CAPTURES  real captures, or empty where there are none
#   SRC       the source tree
# A case that cannot run prints `SKIP: reason` and exits 77.
#
# UPDATE=1       write what came out as what is expected (not where CI is set)
# KEEP=1         keep the scratch directories, in BUILD/cli
# OTCAP_WRAP     put before every tool, e.g. 'valgrind -q --error-exitcode=99'
# JOBS           cases at a time (2)
set -u

# --- one case; prints its TAP line and, when it failed, why -------------------

expect() {	# FILE-OR-ABSENT GOT
	if test -e "$1"; then
		diff -u "$1" "$2"
	else
		diff -u /dev/null "$2"
	fi | tail -n +3 | head -60
}

keep_or_drop() {	# EXPECTED GOT
	if test -s "$2"; then
		cp "$2" "$1"
	else
		rm -f "$1"
	fi
}

update_case() {
	keep_or_drop "$base.out" "$work/out"
	keep_or_drop "$base.err" "$work/err"
	if test "$rc" -ne 0; then
		echo "$rc" >"$base.rc"
	else
		rm -f "$base.rc"
	fi
}

run_case() {
	base=$SRC/tests/cli/${1%.sh}
	work=$B/cli/${1%.sh}
	mkdir -p "$work/scratch"
	(
		cd "$work/scratch" || exit 99
		HOME=$work/scratch TMPDIR=$work/scratch \
			timeout "${CASE_SECONDS:-120}" sh "$base.sh" \
			</dev/null >"$work/out" 2>"$work/err"
	)
	rc=$?
	if test $rc -eq 77 && grep -q '^SKIP: ' "$work/out"; then
		echo "ok - $1 # $(grep -m 1 '^SKIP: ' "$work/out")" >"$work.tap"
		return
	fi
	test -z "${UPDATE-}" || update_case
	want=0
	test -e "$base.rc" && read -r want <"$base.rc"
	{
		test "$rc" -eq "$want" || echo "exit status $rc, not $want"
		expect "$base.out" "$work/out"
		expect "$base.err" "$work/err"
	} >"$work/why"
	if test -s "$work/why"; then
		echo "not ok - $1"
		sed 's/^/#   /' "$work/why"
	else
		echo "ok - $1"
	fi >"$work.tap"
	test -n "${KEEP-}" || rm -rf "$work"
}

if test "$1" = --one; then
	run_case "$2"
	exit 0
fi

# --- all of them --------------------------------------------------------------

B=$(cd "$1" && pwd) || exit 2
shift
SRC=$(pwd)
CAPTURES=${CAPTURES-$(cd ../shared/captures 2>/dev/null && pwd)}
export B SRC CAPTURES TESTDATA="$SRC/testdata" PLANT="$B/plant"
export LC_ALL=C TZ=UTC
unset NO_COLOR
if test -n "${UPDATE-}" && test -n "${CI-}"; then
	echo "run.sh: UPDATE is refused where CI is set" >&2
	exit 2
fi

rm -rf "$B/cli"
mkdir -p "$B/cli/bin" "$B/results"
for tool in otcap-filter otflows otbase otdiff otgraph; do
	test -x "$B/$tool" || continue
	printf '#!/bin/sh\nexec %s "%s" "$@"\n' "${OTCAP_WRAP-}" "$B/$tool" \
		>"$B/cli/bin/$tool"
	chmod +x "$B/cli/bin/$tool"
done
if test -n "${OTCAP_WRAP-}"; then
	PATH=$B/cli/bin:$PATH
else
	PATH=$B:$PATH
fi
export PATH

list_cases() {
	for tool in "${@:-.}"; do
		case $tool in
		*/*) echo "$tool.sh" ;;
		*) (cd tests/cli && find "$tool" -mindepth 1 -name '*.sh') ;;
		esac
	done | sed 's|^\./||' | grep / | sort
}
list_cases "$@" >"$B/cli/cases"
xargs -r -P "${JOBS:-2}" -n 1 sh tests/cli/run.sh --one <"$B/cli/cases"

while read -r case; do
	cat "$B/cli/${case%.sh}.tap"
done <"$B/cli/cases" >"$B/cli/tap"
# What passed is not worth a line each.
grep -v '^ok - [^#]*$' "$B/cli/tap"
awk '
/^ok .*# SKIP/ { s++; next }
/^ok / { p++ }
/^not ok / { f++ }
END { print p + 0, f + 0, s + 0 }' "$B/cli/tap" >"$B/results/cli"
read -r p f s <"$B/results/cli"
echo "# cli: $p passed, $f failed, $s skipped"
test "$f" -eq 0 && test $((p + f + s)) -gt 0
