# SPDX-License-Identifier: BSD-3-Clause
# What cannot be decided is told by line, and the rest counts.
export LOGNAME=anna
cat >base <<END
proto,client,client_port,server,server_port,status,by,until,note
tcp,10.0.0.1,*,10.0.0.2,502,learned,learn,,
END
seen='seen=1-2/1/1/0/0/9/8/1 by=handshake/99'
rules="1: tcp 10.0.0.9 -> 10.0.0.2:502 $seen"
cat >findings.csv <<END
kind,decision,note,rules,client,server
new-host,aprove,,$rules,,
new-host,ignore,,$rules,,
port-scan,approve,,,,
port-scan,ignore,why,,,
host-sweep,reject,,,,
decoy-contact,approve,,,,
no-such-kind,approve,,,,
new-host,approve,,,,
new-host,approve,,2${rules#1},,
new-host,approve,,1: tcp 10.0.0.9 -> 10.0.0.2,,
new-host,approve,,812: more than a cell holds,,
new-host,approve,,nonsense,,
missing-host,approve,,,,10.0.0.7
missing-host,approve,,,,10.0.0
new-host,approve
new-host,approve,,,,,,too,many
new-operation,ignore,why,1: tcp 10.0.0.1 -> 10.0.0.2:502 $seen,,
no-such-kind,,,,,
new-host,approve,fine,$rules,,
END
otbase approve base findings.csv
echo $?
cat base
echo '# text that a terminal would obey'
{
	echo "kind,decision,note,rules"
	echo "new-host,approve,,${rules} service=a%1b[31m"
	echo "new-host,approve,,${rules} service=%ff"
	echo "new-host,approve,,${rules} operations=a%0ab"
	printf 'new-host,approve,"a\nb\033[31m\tc",%s\n' "$rules"
} >hostile.csv
cp base other
otbase approve other hostile.csv
otbase approve --by "$(printf 'a\033b')" \
	--note "$(printf 'a\nb')" --line 2 other
otbase approve -n --at 2250-01-01 --days 36500 --line 2 other
echo '# the file itself'
cp base before
printf 'kind,decision,note\n' >old.csv
otbase approve base old.csv
printf 'kind,decision,rules\nnew-host,approve,"1: tcp' >cut.csv
otbase approve base cut.csv
otbase approve base no-such-file
otbase approve no-such-file findings.csv
otbase approve base ""
cmp base before
echo '# the command line'
otbase approve
otbase approve base
otbase approve --port 502 base findings.csv
otbase approve --port 0x1 base
otbase approve --line 5-2 base
otbase approve --status new base
otbase approve --proto icmp base
otbase approve --port 503 base
otbase ignore --port 502 base
otbase ignore --until 2026-02-30 --port 502 base
otbase ignore --until 2026-02-28 --days 3 --port 502 base
otbase ignore --days x --port 502 base
otbase approve --line 2 - <base
cmp base before
