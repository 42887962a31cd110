# SPDX-License-Identifier: BSD-3-Clause
# What could be read is written; damage is exit status 2, a cut last record is
# not, unless it is asked for.
for file in damaged.pcap truncated.pcap truncated-header.pcap \
	gz-cut.pcap.gz gz-damaged.pcap.gz; do
	cp "$TESTDATA/$file" . && chmod u+w "$file"
	for option in --no-color --strict --quiet; do
		test $option = --no-color && option=
		otcap-filter $option -w out.pcap $file 2>err
		echo "$file $option: exit status $?"
		sed 's/byte [0-9]*/byte N/' err
	done
	otcap-filter --report out.pcap | tail -1
done
