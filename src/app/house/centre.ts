import type { centreCalls } from '../../wire/house/centre.ts';
import type { Parts } from '../parts.ts';
import { done, type Handlers } from './handlers.ts';

/** The centre's screen. */
export function makeCentreCalls({ directory }: Pick<Parts, 'directory'>): Handlers<typeof centreCalls> {
  return {
    async 'centre/read'() {
      const { centre, areas } = directory.register();
      return done({
        name: centre.name,
        area: centre.area,
        areas: areas.map(({ code, name, old, aliases }) => ({ code, name, old, aliases })),
      });
    },
  };
}
