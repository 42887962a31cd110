# SPDX-License-Identifier: BSD-3-Clause
# What install puts somewhere, uninstall takes away again; and nothing is
# written outside DESTDIR. Nothing is built here: other cases run these tools
# at the same time.
tools=
for tool in otcap-filter otflows otbase otdiff otgraph; do
	test ! -x "$B/$tool" || tools="$tools $tool"
done
put() {
	make -s -o all -C "$SRC" B="$B" TOOLS="$tools" \
		DESTDIR="$PWD/root" PREFIX=/usr "$1"
}
put install
for tool in $tools; do
	cmp "$B/$tool" "root/usr/bin/$tool"
	test -e "root/usr/share/bash-completion/completions/$tool" ||
		test ! -e "$SRC/completions/otcap.bash" ||
		echo "$tool: no completion"
done
put uninstall
find root ! -type d
