# SPDX-License-Identifier: BSD-3-Clause
#
# awk [-v tags="88a80064 8100000a"] -f frames.awk PACKETS | text2pcap - OUT
#
# Each packet as an Ethernet frame in hex: a TCP segment or UDP datagram
# without data, behind the VLAN tags; the sender's MAC ends with its id.
function dotted(addr,    o) {
	split(addr, o, ".")
	return sprintf("%02x%02x%02x%02x", o[1], o[2], o[3], o[4])
}
function spaced(hex,    i, s) {
	for (i = 1; i < length(hex); i += 2)
		s = s " " substr(hex, i, 2)
	return s
}
{
	gsub(/ /, "", tags)
	is_tcp = $2 == "tcp"
	print "000000" spaced("020000000001" sprintf("0200%08x", $1) tags \
		"0800" sprintf("4500%04x0001000040%02x0000", is_tcp ? 40 : 28,
			is_tcp ? 6 : 17) dotted($3) dotted($5) \
		sprintf("%04x%04x", $4, $6) \
		(is_tcp ? "0000000100000001501010000000" "0000" : "00080000"))
}
