#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# deps.sh SET...  (build, check, lint, second)
#
# See that what a target needs is installed. On Debian and its relatives
# missing packages are installed where we may; elsewhere, or where we may not,
# say what is missing and exit 2. Reaches the network only when something is
# missing.
set -u

# package=command: the package is not needed where the command is there.
build="gcc=cc libc6-dev pkg-config=pkg-config libpcap-dev zlib1g-dev libzstd-dev
	libcsv-dev libmd-dev libgraphviz-dev graphviz=dot"
# Makes a tool faster, and is not there for every machine: taken along when
# something is installed anyway.
better="libisal-dev"
check="libcriterion-dev zstd=zstd diffutils=cmp findutils=xargs"
lint="clang=clang clang-format=clang-format shellcheck=shellcheck
	mandoc=mandoc cppcheck=cppcheck"
# Second opinions: without them their tests are skipped.
second="tshark=tshark tcpdump=tcpdump nftables=nft"

wanted=
for set in "$@"; do
	case $set in
	build) wanted="$wanted $build" ;;
	check) wanted="$wanted $check" ;;
	lint) wanted="$wanted $lint" ;;
	second) wanted="$wanted $second" ;;
	*) echo "deps.sh: $set: no such set (build, check, lint, second)" >&2
		exit 2 ;;
	esac
done

installed() {
	dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null |
		grep -qx installed
}

have_command() {
	case $1 in
	*=*) command -v "${1#*=}" >/dev/null 2>&1 ;;
	*) return 1 ;;
	esac
}

# Commands, .pc files and headers, where there is no package list to ask.
other_system() {
	missing=
	for c in cc pkg-config dot; do
		command -v $c >/dev/null 2>&1 || missing="$missing $c"
	done
	for p in libpcap zlib libzstd libmd libcgraph libgvc; do
		pkg-config --exists $p 2>/dev/null || missing="$missing $p"
	done
	echo '#include <csv.h>' | cc -fsyntax-only -x c - 2>/dev/null ||
		missing="$missing libcsv"
	case " $* " in *" check "*)
		pkg-config --exists criterion 2>/dev/null ||
			missing="$missing criterion" ;;
	esac
	case " $* " in *" lint "*)
		for c in clang clang-format shellcheck mandoc cppcheck; do
			command -v $c >/dev/null 2>&1 || missing="$missing $c"
		done ;;
	esac
	test -z "$missing" && exit 0
	echo "deps.sh: please install, with your system's packages:$missing" >&2
	exit 2
}

as_root() {
	if test "$(id -u)" -eq 0; then
		"$@"
	else
		sudo -n "$@"
	fi
}

may_be_root() {
	test "$(id -u)" -eq 0 || sudo -n true 2>/dev/null
}

apt() {
	as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get -o DPkg::Lock::Timeout=300 -q "$@" >&2
}

have_lists() {
	find /var/lib/apt/lists -name '*_Packages*' 2>/dev/null | grep -q .
}

command -v dpkg-query >/dev/null 2>&1 || other_system "$@"

missing=
for w in $wanted; do
	have_command "$w" || installed "${w%%=*}" || missing="$missing ${w%%=*}"
done
test -z "$missing" && exit 0

# Of better, what can be had.
wishes() {
	case " $* " in *" build "*) ;; *) return ;; esac
	for w in $better; do
		installed "$w" || ! apt-cache show "$w" >/dev/null 2>&1 ||
			printf ' %s' "$w"
	done
}

how="apt-get install -y --no-install-recommends$missing$(wishes "$@")"
if ! may_be_root; then
	echo "deps.sh: packages are missing; please run, as root:" >&2
	echo "    apt-get update && $how" >&2
	exit 2
fi
echo "deps.sh: installing:$missing" >&2
# shellcheck disable=SC2046,SC2086 # lists of words
if have_lists && apt install -y --no-install-recommends $missing \
	$(wishes "$@"); then
	exit 0
fi
# No lists, or lists so old that the packages they name are gone.
# shellcheck disable=SC2046,SC2086
apt update && apt install -y --no-install-recommends $missing \
	$(wishes "$@") && exit 0
echo "deps.sh: this failed: $how" >&2
exit 2
