/* SPDX-License-Identifier: BSD-3-Clause */
/* Modbus/TCP: MODBUS Messaging on TCP/IP Implementation Guide V1.0b. */
#include "talk.h"

enum {
	READ_COILS = 1,
	READ_HOLDING = 3,
	READ_INPUT = 4,
	WRITE_REGISTER = 6,
	WRITE_REGISTERS = 16,
	UNIT = 1,
	POLL_S = 15,
};

struct poll {
	unsigned function, address, quantity;
};

/*
 * What is asked follows from the number of the poll, so that every week has
 * every operation, and PLC3 is never written.
 */
static struct poll poll_of(unsigned plc, unsigned number)
{
	if (number % 40 == 17 && plc == 0)
		return (struct poll){ WRITE_REGISTERS, 40, 2 };
	if (number % 40 == 29 && plc < 2)
		return (struct poll){ WRITE_REGISTER, 44, 1 };
	if (number % 8 == 5)
		return (struct poll){ READ_COILS, 0, 16 };
	if (number % 2)
		return (struct poll){ READ_INPUT, 100, 10 };
	return (struct poll){ READ_HOLDING, 0, 16 };
}

static struct bytes *adu(struct sim *sim, unsigned transaction,
			 unsigned function)
{
	struct bytes *b = net_body(sim);

	put_be16(b, transaction);
	put_be16(b, 0);
	put_be16(b, 0);
	put_u8(b, UNIT);
	put_u8(b, function);
	return b;
}

static void send_adu(struct tcp *c, enum side side, int64_t t)
{
	struct bytes *b = &c->sim->body;

	set_be16(b->p + 4, (unsigned)b->n - 6);
	tcp_send(c, side, t);
}

static void put_registers(struct sim *sim, struct bytes *b, unsigned n)
{
	put_u8(b, 2 * n);
	for (unsigned i = 0; i < n; i++)
		put_be16(b, (unsigned)sim_between(sim, 200, 4000));
}

static void exchange(struct tcp *c, int64_t t, const struct poll *p,
		     unsigned transaction)
{
	struct bytes *b = adu(c->sim, transaction, p->function);
	unsigned setpoint = (unsigned)sim_between(c->sim, 200, 4000);

	put_be16(b, p->address);
	put_be16(b, p->function == WRITE_REGISTER ? setpoint : p->quantity);
	if (p->function == WRITE_REGISTERS)
		put_registers(c->sim, b, p->quantity);
	send_adu(c, CLIENT, t);

	b = adu(c->sim, transaction, p->function);
	switch (p->function) {
	case READ_COILS:
		put_u8(b, p->quantity / 8);
		put_be16(b, (unsigned)sim_between(c->sim, 0, 65535));
		break;
	case READ_HOLDING:
	case READ_INPUT:
		put_registers(c->sim, b, p->quantity);
		break;
	default:
		put_be16(b, p->address);
		put_be16(b, p->function == WRITE_REGISTER ? setpoint :
							    p->quantity);
		break;
	}
	send_adu(c, SERVER,
		 c->now + sim_between(c->sim, 2 * NS_PER_MS, 9 * NS_PER_MS));
}

void modbus_talk(struct sim *sim, unsigned plc, const struct stint *s)
{
	struct tcp c;
	unsigned transaction = (unsigned)sim_between(sim, 0, 2000);
	int64_t t = s->from;

	tcp_init(&c, sim, &(struct route){ &host_scada, &host_plc[plc],
					   tcp_ephemeral(sim), PORT_MODBUS });
	c.loss = s->loss;
	tcp_open(&c, t);
	for (;;) {
		unsigned number;
		struct poll p;

		t += POLL_S * NS_PER_S;
		if (t > s->until - 2 * NS_PER_S)
			break;
		number = (unsigned)((t - s->week + 3600 * NS_PER_S) /
				    (POLL_S * NS_PER_S));
		p = poll_of(plc, number);
		exchange(&c, t + sim_between(sim, 0, 40 * NS_PER_MS), &p,
			 transaction++ & 0xffff);
	}
	stint_end(&c, s);
}
