# SPDX-License-Identifier: BSD-3-Clause
# Changed in place a baseline keeps its mode and stays behind its link; a full
# disk changes neither file, nor does who was overtaken by somebody else.
head='proto,client,client_port,server,server_port,service,purpose,initiator'
rules() {	# FROM TO
	echo "$head,operations,status,by,until,note"
	seq "$1" "$2" |
		sed 's/.*/tcp,10.0.0.&,*,10.0.1.1,502,,,,,review,learn,,/'
}
mkdir far
rules 1 2 >far/plant.base
chmod 640 far/plant.base
ln -s far/plant.base plant.base
otbase approve -q --by me --line 2 plant.base
stat -c '%A %F' plant.base far/plant.base
cut -d, -f2,10 far/plant.base
ls

echo "# full"
rules 1 200 >full.base
cp full.base was.base
(trap '' XFSZ; ulimit -f 4; otbase approve -q --line 2 full.base 2>&1)
echo "$?"
cmp full.base was.base
ls

echo "# overtaken"
mkfifo findings
otbase approve -q --by me plant.base findings 2>&1 &
exec 3>findings
otbase approve -q --by you --line 3 plant.base
seen='seen=1-2/1/1/0/0/1/1/1 by=handshake/99'
cat >&3 <<END
kind,decision,rules,note
new-host,approve,1: tcp 10.0.0.9 -> 10.0.1.1:502 $seen,
END
exec 3>&-
wait $!
echo "$?"
cut -d, -f2,10,11 plant.base
otbase learn -q --update plant.base -o plant.base findings 2>&1 &
exec 3>findings
otbase ignore -q --by you --note why --days 9999 --line 3 plant.base
"$PLANT" normal >&3
exec 3>&-
wait $!
echo "$?"
cut -d, -f2,10,11 plant.base
ls
otbase learn -q --update plant.base -o plant.base "$TESTDATA/scenario1.pcap"
echo "$?"
stat -c '%A %F' plant.base
ls
