import type { FastifyInstance } from 'fastify';
import type { DeskDoor } from '../../app/desk-door.ts';
import { type CommandName, type CommandReply, commands } from '../../wire/console.ts';
import type { Gate } from './gate.ts';

const names = Object.keys(commands) as CommandName[];
const invalid: CommandReply = { status: 'refused', why: 'invalid' };

/** One route for each command. Whether this role may give it, now, to this conversation, is the door's to say. */
export function mountCommands(api: FastifyInstance, gate: Gate, door: DeskDoor): void {
  for (const name of names) {
    api.post(`/${name}`, { onRequest: gate.staffOnly }, async (request, reply) => {
      const body = commands[name].safeParse(request.body);
      if (!body.success) return reply.code(400).send(invalid);
      return reply.send(await door.command(gate.visitor(request).who, name, body.data));
    });
  }
}
