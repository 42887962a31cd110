/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the machines of the site say: the families of chat.h, held to the
 * operations that are usual there, and those that chat.h does not have.
 */
#ifndef PLANT_SITE_WORDS_H
#define PLANT_SITE_WORDS_H

#include "chat.h"

enum words {
	S7_CONTROL,		/* reads and writes */
	S7_READ,
	AB_READ,
	MEL_CONTROL,
	MODBUS_CONTROL,
	MODBUS_READ,
	MODBUS_WRITE,
	MODBUS_REFUSED,		/* reads what is not there */
	MODBUS_COVERT,		/* addresses that carry a message */
	IEC104_POLL,
	DRIVE_WORDS,
	HMI_WORDS,
	HEARTBEATS,
	WEB,
	WEB_LOGIN,
	REMOTE_DESKTOP,
	NAMES,
	TIME,
	SNMP_READ,
	N_WORDS
};

const struct family *site_words(enum words w);

/* One question, or one message, of its own: a datagram. */
void put_syslog(struct sim *sim, const struct host *from);

#endif
