import type { Chance, Clock } from '../../app/ports.ts';
import type { Collection, Kept } from '../../app/records.ts';
import type { ZaloOAuth } from './client.ts';
import { zaloLimits } from './limits.ts';
import type { Answer, GivenPair } from './reply.ts';
import { freshTokens, pairId, refreshDueAt, type ZaloTokens } from './token-record.ts';

/**
 * Whether the account can be used. `absent`: nobody has connected it yet · `ending`: the refreshes that were due have
 * failed so far, and the access token is nearly over · `troubled`: a person must connect it anew.
 */
export type TokenHealth = 'absent' | 'whole' | 'ending' | 'troubled';

/** Keeps the one token pair of the account alive. */
export interface TokenKeeper {
  /** An access token that is not known to be bad; null where there is none. */
  access(): Promise<string | null>;
  /** Zalo refused this access token: the next one, also one that another process has fetched; null where there is none. */
  after(refused: string): Promise<string | null>;
  /** Refreshes the pair when it is due; how long until it should be looked at again, in milliseconds. */
  look(): Promise<number>;
  health(): TokenHealth;
  /** Looks again and again; returns the function that ends it. */
  run(): () => void;
}

export interface TokenKeeperParts {
  readonly records: Pick<Collection<ZaloTokens>, 'get' | 'put'>;
  readonly oauth: Pick<ZaloOAuth, 'byRefresh'>;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'id' | 'below'>;
  readonly report: (fault: string, cause?: unknown) => void;
}

/**
 * A refresh token works once (channels.md §1.2), so the order is: write that we are going to ask, under a lease and the
 * version that we read; ask; write the new pair over the old one. A kill before the call costs a waiting time, a kill
 * after the write nothing. Between Zalo's answer and the write the pair can be lost: the next process tries the old
 * refresh token once more and then calls a person. That window cannot be closed from our side.
 */
export function makeTokenKeeper({ records, oauth, clock, chance, report }: TokenKeeperParts): TokenKeeper {
  const me = chance.id();
  const jitter = chance.below(1000) / 1000;
  let health: TokenHealth = 'absent';
  /** A pair that Zalo gave and the disk has not taken yet: in use, and written as soon as it can be. */
  let unwritten: { readonly instead: string; readonly tokens: ZaloTokens } | null = null;
  let running: Promise<number> | null = null;

  async function read(): Promise<Kept<ZaloTokens> | null> {
    const kept = await records.get(pairId);
    health = kept === null ? 'absent' : healthOf(kept.value, clock.now());
    return kept;
  }

  async function current(): Promise<ZaloTokens | null> {
    return unwritten?.tokens ?? (await read())?.value ?? null;
  }

  /** One look at a time in this process; the lease keeps other processes apart. */
  function look(refused: string | null): Promise<number> {
    running ??= once(refused).finally(() => {
      running = null;
    });
    return running;
  }

  async function once(refused: string | null): Promise<number> {
    if (unwritten !== null && !(await keep(unwritten.instead, unwritten.tokens)))
      return zaloLimits.unwrittenRetry;
    const kept = await read();
    if (kept === null) return zaloLimits.refreshLook;
    const now = clock.now();
    const waits = waitsFor(kept.value, refused, now);
    return waits > 0 ? Math.min(waits, zaloLimits.refreshLook) : refresh(kept, now);
  }

  /** How long until this pair may be refreshed; 0 or less: now. */
  function waitsFor(value: ZaloTokens, refused: string | null, now: number): number {
    const { trouble, refreshing } = value;
    if (trouble?.why === 'answer-lost') return zaloLimits.refreshLook;
    const forced = value.access === refused && now - value.obtainedAt > zaloLimits.refreshRetry;
    return Math.max(
      forced ? 0 : refreshDueAt(value, jitter) - now,
      trouble === null ? 0 : trouble.at + zaloLimits.refusedRetry - now,
      refreshing === null ? 0 : refreshing.until - now,
    );
  }

  async function refresh(kept: Kept<ZaloTokens>, now: number): Promise<number> {
    const unsure = kept.value.refreshing !== null;
    const intent = { by: me, until: now + zaloLimits.refreshLease, unsure };
    if (!(await write(kept.version, { ...kept.value, refreshing: intent }))) return zaloLimits.refreshRetry;
    const answer = await oauth.byRefresh(kept.value.refresh);
    if (answer.status === 'done') {
      const written = await keep(kept.value.refresh, freshTokens(answer.value, clock.now()));
      return written ? zaloLimits.refreshLook : zaloLimits.unwrittenRetry;
    }
    await failed({ ...kept, version: kept.version + 1 }, answer, unsure);
    return zaloLimits.refreshRetry;
  }

  /**
   * Writes the pair that Zalo gave for `instead`; false while the disk does not take it. Where another process has
   * written meanwhile ours is still the true one, unless the account was connected anew.
   */
  async function keep(instead: string, tokens: ZaloTokens): Promise<boolean> {
    unwritten = { instead, tokens };
    try {
      for (;;) {
        const kept = await read();
        if (kept !== null && kept.value.refresh !== instead) break;
        if (await write(kept?.version ?? 0, tokens)) break;
      }
    } catch (fault) {
      report('zalo-pair-unwritten', fault);
      return false;
    }
    unwritten = null;
    health = 'whole';
    return true;
  }

  async function failed(
    kept: Kept<ZaloTokens>,
    answer: Exclude<Answer<GivenPair>, { status: 'done' }>,
    unsure: boolean,
  ): Promise<void> {
    if (answer.status === 'silent') {
      report(`zalo-refresh-${answer.why}`);
      // Zalo never heard of it: nothing was voided. Otherwise the intent stands, and its lease runs out.
      if (answer.why === 'unreached' && !unsure)
        await write(kept.version, { ...kept.value, refreshing: null });
      return;
    }
    const refreshing = unsure ? kept.value.refreshing : null;
    if (answer.kind === 'busy') {
      await write(kept.version, { ...kept.value, refreshing });
      return;
    }
    report('zalo-refresh-refused', new Error(`Zalo answered ${String(answer.code)}`));
    // An app that is switched off says nothing about the refresh token.
    const why = unsure && answer.kind !== 'setup' ? 'answer-lost' : 'refused';
    const trouble = { why, at: clock.now(), code: answer.code } as const;
    if (await write(kept.version, { ...kept.value, refreshing, trouble })) health = 'troubled';
  }

  async function write(version: number, value: ZaloTokens): Promise<boolean> {
    const change = { id: pairId, version, value };
    return (await records.put([change], { at: clock.now(), by: null, audit: [] })) === 'done';
  }

  return {
    access: async () => (await current())?.access ?? null,
    async after(refused) {
      const known = await current();
      if (known === null || known.access !== refused) return known?.access ?? null;
      await look(refused);
      const next = await current();
      return next === null || next.access === refused ? null : next.access;
    },
    look: () => look(null),
    health: () => health,
    run: () => repeat(() => look(null), clock, report),
  };
}

function healthOf({ trouble, expiresAt }: ZaloTokens, now: number): TokenHealth {
  if (trouble !== null) return 'troubled';
  return expiresAt - now < zaloLimits.endingBefore ? 'ending' : 'whole';
}

function repeat(look: () => Promise<number>, clock: Clock, report: TokenKeeperParts['report']): () => void {
  let stopped = false;
  let cancel = (): void => {};
  const again = (afterMs: number): void => {
    if (!stopped) cancel = clock.after(afterMs, go);
  };
  function go(): void {
    look().then(again, (fault: unknown) => {
      report('zalo-tokens-failed', fault);
      again(zaloLimits.refreshRetry);
    });
  }
  go();
  return () => {
    stopped = true;
    cancel();
  };
}
