# SPDX-License-Identifier: BSD-3-Clause
# What install puts somewhere, uninstall takes away again; and nothing is
# written outside DESTDIR.
make -s -C "$SRC" B="$B" DESTDIR="$PWD/root" PREFIX=/usr install
for tool in otcap-filter otflows otbase otdiff otgraph; do
	test -x "$B/$tool" || continue
	cmp "$B/$tool" "root/usr/bin/$tool"
	test -e "root/usr/share/bash-completion/completions/$tool" ||
		test ! -e "$SRC/completions/otcap.bash" ||
		echo "$tool: no completion"
done
make -s -C "$SRC" B="$B" DESTDIR="$PWD/root" PREFIX=/usr uninstall
find root ! -type d
