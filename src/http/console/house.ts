import type { FastifyInstance } from 'fastify';
import type { HouseDoor } from '../../app/house/house-door.ts';
import { type CallTable, type HouseAnswer, type HouseCallName, houseCalls } from '../../wire/house/calls.ts';
import type { Gate } from './gate.ts';
import { consoleLimits } from './limits.ts';

const names = Object.keys(houseCalls) as HouseCallName[];
const invalid: HouseAnswer<never> = { status: 'refused', why: 'invalid' };

/** One route for each call of the house's screens. Whether this role may make it is the door's to say. */
export function mountHouse(api: FastifyInstance, gate: Gate, house: HouseDoor): void {
  for (const name of names) {
    const { body: schema, longest = consoleLimits.body }: CallTable[string] = houseCalls[name];
    const options = { onRequest: gate.staffOnly, bodyLimit: longest };
    api.post(`/house/${name}`, options, async (request, reply) => {
      const body = schema.safeParse(request.body);
      if (!body.success) return reply.code(400).send(invalid);
      return reply.send(await house.call(gate.visitor(request).who, name, body.data));
    });
  }
}
