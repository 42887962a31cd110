/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Big captures for measuring: written as fast as a disk takes them, in
 * constant memory, with right checksums.
 *
 * plant  2,000 long Modbus connections, 10 % not in scope, mean 91 bytes
 * scan   10 SYNs to ports never asked before, 3 of them refused, and so on:
 *        10 connections of 13 packets
 * bulk   64 connections, frames of 1,400 bytes
 * site   100,000 conversations of 1,000 clients with 5,000 servers, which open
 *        a connection of 5 packets in turn
 * ot     2,000 long conversations of ten OT protocols
 *
 * The name of a protocol family is a kind, too: 2,000 conversations of it.
 */
#ifndef PLANT_BENCH_H
#define PLANT_BENCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

bool bench_knows(const char *kind);
/* 0, or -1 with errno when the stream does not take it. */
int bench_run(FILE *out, const char *kind, uint64_t n_packets);

#endif
