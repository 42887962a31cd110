/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/detect_work.h"

void detect_missing(struct scene *s)
{
	(void)s;
}
