import * as z from 'zod/mini';
import { passedAtNight } from '../queue/drill.ts';
import { nightGaps } from '../queue/roster-week.ts';
import { vietTime } from '../text/viet-time.ts';
import { liveLines } from '../wire/house/going-live.ts';
import { limits } from './limits.ts';
import { serviceRecords } from './living-directory.ts';
import type { Parts } from './parts.ts';
import { type Collection, collectionOf } from './records.ts';
import type { RosterBook } from './roster-book.ts';

export type LiveLineId = (typeof liveLines)[number];

const signature = z.strictObject({ name: z.string(), date: z.string() });
type Signature = z.infer<typeof signature>;

/** What the program sees of a line for itself: `live.evidence.<key>` with its values. */
export interface Evidence {
  readonly key: string;
  readonly params: Readonly<Record<string, number>>;
  readonly good: boolean;
}

/** One line of the list before opening. */
export interface LiveLine {
  readonly line: LiveLineId;
  readonly version: number;
  readonly signed: Signature | null;
  readonly evidence: Evidence | null;
  /** Signed, and nothing that the program sees speaks against it. */
  readonly done: boolean;
}

/** Whether the centre may say that it is open: a list that stays red until each line has a name and a date. */
export interface GoingLive {
  readonly signatures: Collection<Signature>;
  lines(): Promise<readonly LiveLine[]>;
  /** At most half a minute old. */
  isLive(): Promise<boolean>;
  /** Something was signed: the next look reads anew. */
  changed(): void;
}

/** Nights that must be named ahead, and trials of the bell that must have been passed at night. */
const nightsAhead = 14;
const drillsNeeded = 2;

export function makeGoingLive(parts: Parts, roster: RosterBook): GoingLive {
  const { clock, directory } = parts;
  const signatures = collectionOf(parts, 'going-live', signature);
  let kept: { readonly at: number; readonly live: Promise<boolean> } | null = null;

  /** The register's own list of calls, and night calls to lines that answer at all hours. */
  async function numbers(): Promise<Evidence> {
    const now = clock.now();
    const due = directory.dueCalls(now).length;
    const records = await serviceRecords(parts).list();
    const heard = new Set(
      records
        .filter(({ value }) =>
          value.calls.some(
            (call) => call.night && call.answered !== null && now - call.at < limits.nightCallKept,
          ),
        )
        .map(({ id }) => id),
    );
    const night = directory
      .forStaff(now)
      .filter(
        ({ service, test }) => service.hours === '24/7' && service.public !== 'none' && test !== 'hidden',
      )
      .filter(({ service }) => service.kind !== 'emergency' && !heard.has(service.id)).length;
    return { key: 'numbers', params: { due, night }, good: due === 0 && night === 0 };
  }

  async function drill(): Promise<Evidence> {
    const drills = (await roster.records.drills.list()).map(({ value }) => value);
    const passed = passedAtNight(drills).length;
    return { key: 'drill', params: { passed, needed: drillsNeeded }, good: passed >= drillsNeeded };
  }

  async function nights(): Promise<Evidence> {
    const page = await roster.page();
    const today = vietTime(clock.now()).date;
    const gaps = nightGaps(page.roster, today, nightsAhead, new Set(page.staff.keys())).length;
    return { key: 'nights', params: { gaps, nights: nightsAhead }, good: gaps === 0 };
  }

  const evidenceOf: Partial<Readonly<Record<LiveLineId, () => Promise<Evidence>>>> = {
    numbers,
    drill,
    'two-a-night': nights,
  };

  async function lines(): Promise<readonly LiveLine[]> {
    return Promise.all(
      liveLines.map(async (line) => {
        const [signed, evidence] = await Promise.all([signatures.get(line), evidenceOf[line]?.() ?? null]);
        return {
          line,
          version: signed?.version ?? 0,
          signed: signed?.value ?? null,
          evidence,
          done: signed !== null && evidence?.good !== false,
        };
      }),
    );
  }

  return {
    signatures,
    lines,
    isLive() {
      const now = clock.now();
      if (kept !== null && now - kept.at < limits.liveKept) return kept.live;
      const live = lines().then((all) => all.every(({ done }) => done));
      kept = { at: now, live };
      live.catch(() => {
        if (kept?.live === live) kept = null;
      });
      return live;
    },
    changed() {
      kept = null;
    },
  };
}
