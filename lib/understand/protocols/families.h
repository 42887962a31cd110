/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The names under which the families offer their protocols to the table.
 */
#ifndef OTCAP_FAMILIES_H
#define OTCAP_FAMILIES_H

struct protocol;

extern const struct protocol modbus_tcp;
extern const struct protocol melsoft;
extern const struct protocol cclink_ief_basic;
extern const struct protocol slmp;
extern const struct protocol mc_1e;
extern const struct protocol s7comm;
extern const struct protocol s7comm_plus;
extern const struct protocol mms;
extern const struct protocol iccp;
extern const struct protocol rdp;
extern const struct protocol iso_tsap;
extern const struct protocol dnp3;
extern const struct protocol iec104;
extern const struct protocol bacnet;
extern const struct protocol fins_tcp;
extern const struct protocol fins_udp;
extern const struct protocol hart_ip;
extern const struct protocol genisys;
extern const struct protocol roc_plus;
extern const struct protocol enip;
extern const struct protocol enip_io;
extern const struct protocol ssh;
extern const struct protocol telnet;
extern const struct protocol ftp;
extern const struct protocol smtp;
extern const struct protocol pop3;
extern const struct protocol imap;
extern const struct protocol http;
extern const struct protocol tls;
extern const struct protocol dtls;
extern const struct protocol quic;
extern const struct protocol smb;
extern const struct protocol netbios_ns;
extern const struct protocol netbios_dgm;
extern const struct protocol dns;
extern const struct protocol mdns;
extern const struct protocol llmnr;
extern const struct protocol ntp;
extern const struct protocol dhcp;
extern const struct protocol snmp;
extern const struct protocol snmptrap;
extern const struct protocol syslog_lines;
extern const struct protocol vnc;
extern const struct protocol x11;
extern const struct protocol ldap;
extern const struct protocol kerberos;
extern const struct protocol tds;
extern const struct protocol tftp;
extern const struct protocol radius;
extern const struct protocol ssdp;
extern const struct protocol ws_discovery;
extern const struct protocol opcua;
extern const struct protocol knxnet_ip;
extern const struct protocol ads;
extern const struct protocol ads_discovery;
extern const struct protocol c37118;
extern const struct protocol ff_hse;
extern const struct protocol bsap;
extern const struct protocol dcerpc;
extern const struct protocol profinet_cm;
extern const struct protocol fuji_sph;
extern const struct protocol ls_fenet;
extern const struct protocol mewtocol;
extern const struct protocol keyence_hostlink;
extern const struct protocol ge_srtp;
extern const struct protocol ge_egd;
extern const struct protocol yokogawa_fam3;
extern const struct protocol toyopuc;
extern const struct protocol umas;
extern const struct protocol modbus_rtu;
extern const struct protocol c1222;
extern const struct protocol dlms_cosem;
extern const struct protocol atg;
extern const struct protocol mqtt;
extern const struct protocol codesys_v3;
extern const struct protocol fl_net;
extern const struct protocol niagara_fox;
extern const struct protocol codesys_v2;
extern const struct protocol codesys_v3_udp;
extern const struct protocol pcworx;
extern const struct protocol tristation;

#endif
