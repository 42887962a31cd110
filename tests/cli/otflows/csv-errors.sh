# What is wrong with flow CSV, each time with exit status 2.
otflows "$TESTDATA/midstream.pcap" >whole.csv
try() {
	otflows "$@" >out
	echo "$? with $(($(wc -l <out))) lines"
}
grep -v ,run, whole.csv >no-run.csv
try no-run.csv
head -3 whole.csv | head -c -20 >cut.csv
try cut.csv
cut -d, -f1-8,10- whole.csv >no-state.csv
try no-state.csv
sed 's/format:1/format:2/' whole.csv >newer.csv
try newer.csv
sed '3s/,OTH,/,FINE,/' whole.csv >bad.csv
try bad.csv
sed '2s/,192.168.10.21,/,192.168.10.21"x",/' whole.csv >quotes.csv
try quotes.csv
head -1 whole.csv >header.csv
try header.csv
try whole.csv bad.csv
sed 's/damaged:0/damage:1+damaged:0/' whole.csv >damage.csv
try damage.csv
sed 's/damaged:0/cut:1+damaged:0/' whole.csv >cut-capture.csv
try cut-capture.csv
try --strict cut-capture.csv
