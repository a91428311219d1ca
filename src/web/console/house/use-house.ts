import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  HouseBody,
  HouseCallName,
  HouseDetail,
  HouseOutcome,
  HouseReply,
} from '../../../wire/house/calls.ts';
import { type DeskActions, useConsole } from '../desk/desk-context.ts';
import { limits } from '../limits.ts';
import type { MessageKey } from '../text/catalogue.ts';

/** Something that a screen reads, as it stands now. `again` asks anew. */
export type HouseRead<Reply> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly reply: Reply; readonly again: () => void }
  | { readonly status: 'problem'; readonly problem: MessageKey; readonly again: () => void };

/** Reads something for a screen: kept 30 s, asked anew when the window comes to the front and after own changes. */
export function useHouse<Name extends HouseCallName>(
  name: Name,
  body: HouseBody<Name>,
): HouseRead<HouseReply<Name>> {
  const { actions } = useConsole();
  const query = useQuery({
    queryKey: ['house', name, body],
    queryFn: () => call(actions, name, body),
    staleTime: limits.houseFreshMs,
    refetchOnWindowFocus: true,
  });
  const again = () => void query.refetch();
  if (query.data === undefined) {
    return query.isError ? { status: 'problem', problem: 'refused.failed', again } : { status: 'loading' };
  }
  if (query.data.status === 'done') return { status: 'ready', reply: query.data.reply, again };
  return { status: 'problem', problem: houseProblem(query.data) ?? 'refused.failed', again };
}

/** Something that a screen changes. After it was done, or came too late, everything on the screens is read anew. */
export interface HouseChange<Name extends HouseCallName> {
  readonly busy: boolean;
  readonly run: (body: HouseBody<Name>) => Promise<HouseOutcome<HouseReply<Name>>>;
}

export function useHouseChange<Name extends HouseCallName>(name: Name): HouseChange<Name> {
  const { actions } = useConsole();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: async (body: HouseBody<Name>) => {
      const outcome = await call(actions, name, body);
      if (isNewsFor(outcome)) await client.invalidateQueries({ queryKey: ['house'] });
      return outcome;
    },
  });
  return { busy: change.isPending, run: change.mutateAsync };
}

/** What the screens have read is not what the server has: something was changed, here or by a colleague. */
const isNewsFor = (outcome: HouseOutcome<unknown>): boolean =>
  outcome.status === 'done' ||
  (outcome.status === 'refused' && (outcome.why === 'stale' || outcome.why === 'gone'));

/** The text for what did not work; null when it did. */
export function houseProblem(outcome: HouseOutcome<unknown>): MessageKey | null {
  switch (outcome.status) {
    case 'done':
      return null;
    case 'refused':
      return `house.refused.${outcome.why}`;
    case 'failed':
      return 'refused.failed';
    case 'signed-out':
      break;
  }
  return 'sign-in.ended';
}

/** What exactly was in the way; empty when the server did not say. */
export const houseDetail = (outcome: HouseOutcome<unknown>): readonly HouseDetail[] =>
  outcome.status === 'refused' ? (outcome.detail ?? []) : [];

async function call<Name extends HouseCallName>(
  actions: DeskActions,
  name: Name,
  body: HouseBody<Name>,
): Promise<HouseOutcome<HouseReply<Name>>> {
  const outcome = await actions.house(name, body);
  if (outcome.status !== 'done') return outcome;
  // The checks come in a chunk of their own: the desk asks too, and must not carry the tables of every screen.
  const { houseCalls } = await import('../../../wire/house/calls.ts');
  const reply = houseCalls[name].reply.safeParse(outcome.reply);
  // The table pairs each name with its reply; the compiler does not follow that through the union.
  return reply.success ? { status: 'done', reply: reply.data as HouseReply<Name> } : { status: 'failed' };
}
