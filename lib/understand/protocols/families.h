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

#endif
