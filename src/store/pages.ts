import type { PageStore } from '../app/page-rows.ts';
import type { Engine } from './engine.ts';
import { ask, type Operation, type Statement } from './statement.ts';
import { deliveryOf } from './statements/page-statements.ts';

/** Deliveries of pages and acknowledgements. */
export function pages(engine: Engine): PageStore {
  const use = engine.statements;
  const many = async <Params>(
    statement: Statement<Params, Parameters<typeof deliveryOf>[0]>,
    params: Params,
  ) => (await engine.read(statement, params)).map(deliveryOf);
  return {
    addDeliveries: (rows) =>
      engine.write(function* () {
        for (const row of rows) yield* ask(use.insertDelivery, row);
      }),
    retryDelivery: (id, retryAt) => engine.write(() => once(use.retryDelivery, { id, retryAt })),
    settleDelivery: (id, state, at) =>
      engine.write(() => once(use.settleDelivery, { id, state, at, failed: state === 'failed' ? 1 : 0 })),
    deliveriesDue: (now, limit) => many(use.deliveriesDue, { now, limit }),
    delivery: async (id) => (await many(use.delivery, { id }))[0] ?? null,
    deliveriesOf: (page) => many(use.deliveriesOf, { page }),
    newestDeliveries: (limit) => many(use.newestDeliveries, { limit }),
    deliveriesTo: (staff, since) => many(use.deliveriesTo, { staff, since }),
    pagesOf: async (conversation) =>
      (await engine.read(use.pagesOf, { conversation })).map((row) => ({ ...row })),
    acknowledgePage: (row) => engine.write(() => once(use.acknowledgePage, row)),
    acknowledgementsOf: async (page) =>
      (await engine.read(use.acknowledgementsOf, { page })).map((row) => ({ ...row })),
  };
}

function* once<Params>(statement: Statement<Params, unknown>, params: Params): Operation<void> {
  yield* ask(statement, params);
}
