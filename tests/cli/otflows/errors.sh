# Every way to call it wrongly: one line, what to do, exit status 2.
exec 2>&1
try() {
	echo "== otflows $*"
	otflows "$@" </dev/null
	echo "exit status $?"
}
mkdir folder
: >empty
echo 'just some words' >words
printf 'a,b,c\n1,2,3\n' >table.csv
printf 'GIF89a\001\002\003,,,' >picture.gif
cp "$TESTDATA/empty.pcap" e.pcap
try missing.pcap
try folder
try folder/
try empty
try words
try table.csv
try picture.gif
try ''
try
try missing.pcap folder
try missing.pcap e.pcap
try --nonsense
try -Z
try -qZ e.pcap
try --format
try --format xml
try --format=
try --format=CSV e.pcap
try -o
try -o no/such/folder/out e.pcap
try -o folder e.pcap
try --idle-timeout 0
try --idle-timeout -1
try --idle-timeout 1s
try --idle-timeout 99999999999999999999
try --idle-timeout ''
try --max-flows 0
try --max-flows 200000001
try --max-flows many
try --strict=1
try --quiet=1
try --color=blue
try "$(printf 'a\033[31mb\nc')"
