# SPDX-License-Identifier: BSD-3-Clause
#
# awk -f packets.awk ADDRESSES PORTS
#
# Every packet `id proto src sport dst dport` between the addresses (one a
# line) over the ports: what a baseline of all shapes is asked about.
NR == FNR { addr[++n_addrs] = $1; next }
{ port[++n_ports] = $1 }
END {
	for (i = 1; i <= n_addrs; i++)
		for (j = 1; j <= n_addrs; j++)
			for (k = 1; i != j && k <= n_ports; k++)
				for (l = 1; l <= n_ports; l++) {
					print ++id, "tcp", addr[i], port[k],
						addr[j], port[l]
					print ++id, "udp", addr[i], port[k],
						addr[j], port[l]
				}
}
