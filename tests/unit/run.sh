#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Run the Criterion binary and count what it says, test by test.
set -u
: "${B:?run by tests/check.sh}"
test -x "$B/unit" || exit 1
"$B/unit" --tap="$B/results/unit.tap" --quiet
rc=$?
awk '
/^ok .*# SKIP/ { s++; print; next }
/^ok / { p++ }
/^not ok / { f++; print; next }
/^  ---/, /^  \.\.\./ { print "#" $0 }
END { print p + 0, f + 0, s + 0 >counts }
' counts="$B/results/unit" "$B/results/unit.tap"
exit $rc
