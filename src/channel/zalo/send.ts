import type {
  Delivery,
  Dispatch,
  Push,
  Pushed,
  VendorErased,
  VendorErasing,
} from '../../app/channel-port.ts';
import { readAddress, type ZaloAddress } from './address.ts';
import type { ZaloClient } from './client.ts';
import { deliveryOf } from './errors.ts';
import type { OwnEchoes } from './own-echoes.ts';
import { renderZalo, type ZaloMessage } from './render.ts';
import type { Answer } from './reply.ts';
import type { TokenKeeper } from './tokens.ts';

export interface SendParts {
  readonly client: ZaloClient;
  readonly tokens: Pick<TokenKeeper, 'access' | 'after' | 'health'>;
  readonly own: Pick<OwnEchoes, 'sending'>;
  /** Buttons below the text. The numbers stand in it all the same. */
  readonly buttons: boolean;
  readonly report: (fault: string, cause?: unknown) => void;
}

const sent: Delivery = { status: 'sent' };
type Refused = Exclude<Answer<never>, { status: 'done' }>;

/** Sends through Zalo, and has it forget a follower. What goes wrong is a value. */
export function zaloPush({ client, tokens, own, buttons, report }: SendParts): Push {
  async function send(dispatch: Dispatch): Promise<Pushed> {
    const to = readAddress(dispatch.address);
    if (to === null) return { delivery: { status: 'rejected' }, vendorIds: [] };
    const vendorIds: string[] = [];
    for (const message of renderZalo(dispatch, buttons).slice(dispatch.partsSent)) {
      const answer = await one(dispatch.address, to, message);
      if (answer.status === 'done') vendorIds.push(answer.value);
      else if (isWording(answer)) return reworded(dispatch, to, vendorIds);
      else return { delivery: deliveryOfAnswer(answer), vendorIds };
    }
    return { delivery: sent, vendorIds };
  }

  /** Buttons may be what Zalo does not take (channels.md §1.4): then the text, which holds the numbers, goes alone. */
  async function one(address: string, to: ZaloAddress, message: ZaloMessage): Promise<Answer<string>> {
    own.sending(address, message.text);
    const answer = await call((access) => client.send(access, to, message));
    if (answer.status !== 'refused' || answer.kind !== 'ours' || message.attachment === undefined)
      return answer;
    report('zalo-buttons-refused');
    return call((access) => client.send(access, to, { text: message.text }));
  }

  /** With a token that is good; one that Zalo refuses is replaced once. */
  async function call<Value>(work: (access: string) => Promise<Answer<Value>>): Promise<Answer<Value>> {
    const access = await tokens.access();
    if (access === null) return noToken;
    const answer = await work(access);
    if (answer.status !== 'refused' || answer.kind !== 'token') return answer;
    const next = await tokens.after(access);
    return next === null ? answer : work(next);
  }

  /**
   * Zalo does not let the wording through (-248): the neutral twin goes out in its place, and staff are told. A
   * counsellor's words are hers: she is told to find others. In quiet mode digits alone, where a card was due.
   */
  async function reworded(
    dispatch: Dispatch,
    to: ZaloAddress,
    vendorIds: readonly string[],
  ): Promise<Pushed> {
    report('zalo-wording-refused');
    const mayReplace = dispatch.from !== 'counsellor' && (!dispatch.quiet || dispatch.card !== null);
    if (!mayReplace) return { delivery: { status: 'rejected' }, vendorIds };
    const answer = await one(dispatch.address, to, { text: dispatch.neutral });
    if (answer.status !== 'done') return { delivery: deliveryOfAnswer(answer), vendorIds };
    return { delivery: { status: 'sent', reworded: true }, vendorIds: [...vendorIds, answer.value] };
  }

  function deliveryOfAnswer(answer: Refused): Delivery {
    if (answer.status === 'silent') return { status: 'retry', afterMs: 0 };
    if (answer.kind !== 'token') return deliveryOf(answer.kind);
    // The pair is being refreshed, perhaps by another process: it passes. Lost or refused: a person must connect anew.
    const passes = tokens.health() === 'whole' || tokens.health() === 'ending';
    return passes ? { status: 'retry', afterMs: 0 } : deliveryOf('token');
  }

  /** The chat on her phone stays; what the account holds about her goes. */
  async function erase({ address, words }: VendorErasing): Promise<VendorErased> {
    const who = readAddress(address);
    if (who === null || who.kind === 'anonymous' || words === 'kept') return { status: 'done' };
    const answer = await call((access) => client.forgetFollower(access, who.user));
    if (answer.status === 'done' || isNothingThere(answer)) return { status: 'done' };
    report('zalo-forget-refused');
    return { status: 'retry', afterMs: 0 };
  }

  return { send, erase };
}

/** Nobody has connected the account. */
const noToken: Refused = { status: 'refused', kind: 'token', code: -216 };

const isWording = (answer: Refused): boolean => answer.status === 'refused' && answer.kind === 'content';

/** She does not follow, is gone, or never was there: nothing is left to delete. */
const isNothingThere = (answer: Refused): boolean =>
  answer.status === 'refused' && answer.kind === 'unreachable';
