/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Compression: one gzip member or zstd frame each, appended to out. The bytes
 * are the same wherever the libraries are (no name, no time in them).
 */
#ifndef PLANT_SQUEEZE_H
#define PLANT_SQUEEZE_H

#include "bytes.h"

void squeeze_gz(struct bytes *out, const uint8_t *p, size_t n);
void squeeze_zst(struct bytes *out, const uint8_t *p, size_t n);

#endif
