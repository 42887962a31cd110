/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of all protocols. A payload is shown to them from the top, so
 * those whose messages prove most stand first; of two that could take the
 * same bytes, the one with the stricter length stands first.
 */
#include "understand/protocols/protocol.h"

#include "understand/protocols/families.h"

const struct protocol *const protocols[] = {
	&ssh,
	&dhcp,
	&mdns,
	&llmnr,
	&netbios_ns,
	&netbios_dgm,
	&ssdp,
	&ws_discovery,
	&http,
	&s7comm,
	&s7comm_plus,
	&mms,
	&rdp,
	&enip,
	&opcua,
	&dcerpc,
	&profinet_cm,
	&enip_io,
	&iso_tsap,
	&dnp3,
	&bacnet,
	&fins_tcp,
	&knxnet_ip,
	&ads,
	&ads_discovery,
	&melsoft,
	&cclink_ief_basic,
	&slmp,
	&mc_1e,
	&iec104,
	&fins_udp,
	&hart_ip,
	&genisys,
	&roc_plus,
	&c37118,
	&ff_hse,
	&bsap,
	&modbus_tcp,
	&dns,
	&ntp,
	&smtp,
	&ftp,
	&pop3,
	&imap,
	&syslog_lines,
	&telnet,
	NULL,
};
