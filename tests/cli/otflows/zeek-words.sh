# Read as zeek-cut does: columns by the names in #fields. Every state with its
# number of flows, and that orig is who opened.
otflows --format zeek "$TESTDATA/scenario1.pcap" >conn.log
otflows "$TESTDATA/scenario1.pcap" >flows.csv
cut_fields() {
	awk -F'\t' -v want="$1" '
	/^#fields/ { for (i = 2; i <= NF; i++) at[$i] = i - 1; next }
	/^#/ { next }
	{
		n = split(want, name, " ")
		for (i = 1; i <= n; i++)
			printf "%s%s", $at[name[i]], i < n ? " " : "\n"
	}' conn.log
}
cut_fields conn_state | sort | uniq -c | awk '{ print $1, $2 }'
cut_fields 'id.orig_h id.orig_p id.resp_h id.resp_p conn_state community_id
	orig_pkts resp_ip_bytes' | sort >zeek
awk -F, 'NR > 1 && ($3 == "tcp" || $3 == "udp") {
	if ($16 == "server")
		print $6, $7, $4, $5, $9, $27, $11, $12
	else
		print $4, $5, $6, $7, $9, $27, $10, $13
}' flows.csv | sort >csv
diff csv zeek
