#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# lint.sh BUILD: the rules of the house that a machine can check. A checker
# that is not there is a failure: what was not looked at is not clean.
set -u
B=$1
: "${MAKE:=make}" "${CLANG:=clang}"
export LC_ALL=C
unset MAKEFLAGS MFLAGS MAKELEVEL
work=$B/lint
mkdir -p "$work" || exit 2
n=0 failed=0

# check NAME COMMAND...: fails when COMMAND does; its output says why.
check() {
	name=$1
	shift
	n=$((n + 1))
	if "$@" >"$work/why" 2>&1; then
		echo "ok - $name"
	else
		failed=$((failed + 1))
		echo "not ok - $name"
		sed 's/^/#   /' "$work/why" | head -60
	fi
}

# Nothing found is what we want. no FILE PATTERN [EXCEPT]
no() {
	grep -E "$2" "$1" | grep -vE "${3:-^$}" >"$work/found"
	cat "$work/found"
	test ! -s "$work/found"
}

c_files() {
	find lib cmd tests -name '*.[ch]' 2>/dev/null | sort
}
sh_files() {
	find tests completions docs .ci data -name '*.sh' -o -path .ci/run |
		sort
}

tools_are_there() {
	for tool in gcc "$CLANG" clang-format shellcheck mandoc cppcheck nm; do
		command -v "$tool" >/dev/null 2>&1 && continue
		echo "$tool is not installed"
		return 1
	done
}

# Test cases, a few lines each, go without.
licence_line() {
	{
		c_files
		sh_files | grep -v '^tests/cli/.*/'
		find data tests -name '*.awk'
		echo Makefile
	} | while read -r file; do
		head -2 "$file" |
			grep -q 'SPDX-License-Identifier: BSD-3-Clause' ||
			echo "$file: no SPDX line"
	done | no /dev/stdin .
}

columns() {
	{ c_files; sh_files; } | while read -r file; do
		expand "$file" | tr -d '\200-\277' | awk -v file="$file" '
		length > 80 { print file ":" NR ": " length " columns" }
		/ $/ { print file ":" NR ": blank at the end" }'
	done | no /dev/stdin .
}

indented_with_tabs() {
	c_files | xargs grep -nE '^(	*)        ' | no /dev/stdin .
}

banned='atoi|atol|atof|strtok|sprintf|vsprintf|strcpy|strcat|strncpy|gets'
banned="$banned|scanf|fscanf|sscanf|alloca|setjmp|longjmp|system|popen"
banned="$banned|gethostbyname|getaddrinfo|getservbyname|localtime|ctime"
banned="$banned|asctime|tmpnam|mktemp|rand|srand"
banned_functions() {
	no "$work/code" "(^|[^A-Za-z0-9_.>])($banned)[ ]*\\("
}

# What a caller handed us a stream for is written with fwrite and its like;
# nothing names a stream of its own.
library_is_silent() {
	grep -E '^lib/' "$work/code" |
		grep -v '__attribute__((format(printf' >"$work/lib"
	prints='printf|vprintf|puts|putchar|perror'
	may='^lib/(present/|ground/alloc\.c)'
	no "$work/lib" '(^|[^A-Za-z0-9_])(stdout|stderr)([^A-Za-z0-9_]|$)' \
		"$may" &&
		no "$work/lib" "(^|[^A-Za-z0-9_])($prints)[ ]*\\(" "$may" &&
		no "$work/lib" '(^|[^A-Za-z0-9_])(exit|_exit|abort)[ ]*\(' \
			"$may" &&
		no "$work/lib" '(^|[^A-Za-z0-9_])(getenv|setlocale)[ ]*\(' \
			'^lib/present/'
}

types() {
	no "$work/code" 'typedef[ 	]+(struct|union|enum)|typedef.*_t;'
}

comments() {
	no "$work/code" '//' &&
		c_files | xargs grep -nwE 'TODO|FIXME|XXX' | no /dev/stdin .
}

shape() {
	awk -f tests/lint/shape.awk "$work/code"
}

format() {
	c_files | xargs sh tests/lint/format.sh
}

# build NAME COMPILER [SETTING]: one with ISA-L where it is installed, one not.
build() {
	$MAKE -s -k B="$B-lint-$1" CC="$2" ${3:+"$3"} WERROR=-Werror \
		build-all headers
}

# Objects know where each variable lives: what is constant is not in .data or
# .bss, wherever the source has its `static`.
no_state() {
	nm -A -f sysv "$B-lint-gcc/libotcap.a" 2>/dev/null |
		grep -E '\|(\.data|\.bss|\*COM\*)[ ]*$' | no /dev/stdin .
}

shells() {
	sh_files | xargs shellcheck -s sh || return 1
	test ! -e completions/otcap.bash ||
		shellcheck -s bash completions/otcap.bash
}

manuals() {
	ls man/*.[1-9] >/dev/null 2>&1 || return 0
	mandoc -Tlint -Wwarning man/*.[1-9]
}

static_analysis() {
	cppcheck -q --std=c11 --enable=warning,portability --inline-suppr \
		--error-exitcode=1 --suppress=missingInclude \
		--suppress=identicalInnerCondition -D_GNU_SOURCE \
		-DOTCAP_VERSION='"0"' -Ilib -j "$(nproc)" lib cmd tests/plant
}

# shellcheck disable=SC2046 # file names of ours have no blanks
awk -f tests/lint/code.awk $(c_files) >"$work/code" || exit 2

check 'checkers are installed' tools_are_there
check 'licence line' licence_line
check '80 columns, no trailing blanks' columns
check 'tabs' indented_with_tabs
check 'clang-format' format
check 'size and shape of functions' shape
check 'banned functions' banned_functions
check 'the library is silent' library_is_silent
check 'types' types
check 'comments' comments
check 'order of includes' sh tests/order.sh lib
check 'builds with gcc, no warning' build gcc gcc
check 'builds with clang, no warning' build clang "$CLANG" ISAL=
check 'the library has no state' no_state
check 'shellcheck' shells
check 'mandoc' manuals
check 'cppcheck' static_analysis

echo "# lint: $n checks, $failed failed"
test $failed -eq 0
