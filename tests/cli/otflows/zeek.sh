cd "$TESTDATA" || exit 99
otflows --format zeek midstream.pcap
otflows --format zeek link-ethernet.pcap
otflows --format zeek empty.pcap
