# A strict parser reads every line, and finds in it what the CSV says.
if ! command -v python3 >/dev/null; then
	echo 'SKIP: python3 is not installed'
	exit 77
fi
odd=$(printf 'odd \377"name\\\001.pcap')
cp "$TESTDATA/scenario1.pcap" "$odd"
otflows --format jsonl "$odd" >rows.jsonl
otflows "$odd" >rows.csv
python3 - <<'END'
import csv, json
with open("rows.jsonl", encoding="utf-8") as f:
    objects = [json.loads(line) for line in f]
with open("rows.csv", encoding="utf-8", newline="") as f:
    rows = list(csv.DictReader(f))
assert len(objects) == len(rows) > 1000
lists = {"quirks", "operations", "client_mac", "server_mac", "vlan",
         "client_name", "server_name"}
for o, row in zip(objects, rows):
    for key, value in o.items():
        want = row[key]
        if key in lists:
            want = want.split("+") if want else []
        elif not isinstance(value, str):
            want = float(want)
        assert value == want or o["proto"] == "run", (key, value, want)
    missing = [k for k, v in row.items() if v and k not in o]
    assert not missing, missing
assert objects[-1]["client"] == rows[-1]["client"] == 'odd ?"name\\?.pcap'
END
