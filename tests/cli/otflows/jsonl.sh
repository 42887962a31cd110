cd "$TESTDATA" || exit 99
otflows --format jsonl midstream.pcap out-of-scope.pcap empty.pcap
