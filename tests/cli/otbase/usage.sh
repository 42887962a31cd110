# SPDX-License-Identifier: BSD-3-Clause
otbase --help
for word in learn merge show check; do
	otbase $word --help | head -n 1
done
otbase
echo $?
otbase sharpen
echo $?
otbase --sharpen
echo $?
otbase merge
echo $?
otbase show a b
echo $?
otbase check --at today x
echo $?
otbase learn --update no-such-file </dev/null
