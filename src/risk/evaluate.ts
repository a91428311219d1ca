import { type Category, categories } from './category.ts';
import { assessWithCodes } from './classify.ts';
import type { Detector } from './detector.ts';
import { isAtLeast, type RiskLevel, riskLevels } from './level.ts';

/** A line with the level a counsellor would give it. */
export interface LabelledLine {
  readonly id: string;
  readonly text: string;
  readonly level: RiskLevel;
  readonly categories: readonly Category[];
  readonly variety: string;
  readonly source: string;
}

/** A share of cases with its Wilson interval (95 %); all from 0 to 1. */
export interface Share {
  readonly hits: number;
  readonly of: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** What a detector makes of labelled lines. Lists leave out groups without a line. */
export interface Evaluation {
  readonly lines: number;
  /** By the level given: judged high or above, and judged at least as grave as given. */
  readonly levels: readonly { readonly level: RiskLevel; readonly alarmed: Share; readonly reached: Share }[];
  /** Of lines given high or imminent, by category: judged high or above, and the category named. */
  readonly categories: readonly {
    readonly category: Category;
    readonly alarmed: Share;
    readonly named: Share;
  }[];
  /** Of lines given high or imminent: judged high or above. */
  readonly languages: readonly { readonly name: string; readonly alarmed: Share }[];
  readonly varieties: readonly { readonly name: string; readonly alarmed: Share }[];
  readonly sources: readonly { readonly name: string; readonly alarmed: Share }[];
  /** Rows by the level given, columns by the level judged, both in rising order. */
  readonly confusion: readonly (readonly number[])[];
  /** Lines given none, by source: how many of 1,000 are judged high or above. */
  readonly alarms: readonly {
    readonly source: string;
    readonly perThousand: number;
    readonly alarmed: Share;
  }[];
  /** Lines given high or imminent and judged below high. */
  readonly misses: readonly { readonly id: string; readonly level: RiskLevel; readonly text: string }[];
}

interface JudgedLine {
  readonly line: LabelledLine;
  readonly level: RiskLevel;
  readonly categories: readonly Category[];
}

/** Judges every line by itself, as `hien risk classify` does, and counts. Unreadable lines count as high, as they are treated (§1.1, H22). */
export function evaluate(lines: readonly LabelledLine[], detector: Detector): Evaluation {
  const judged = lines.map((line): JudgedLine => {
    const { level, categories: about } = assessWithCodes(line.text, detector);
    return { line, level, categories: about };
  });
  const grave = judged.filter(({ line }) => isAtLeast(line.level, 'high'));
  const harmless = judged.filter(({ line }) => line.level === 'none');
  return {
    lines: lines.length,
    levels: riskLevels.flatMap((level) => {
      const group = judged.filter(({ line }) => line.level === level);
      const reached = shareOf(group, (one) => isAtLeast(one.level, level));
      return group.length === 0 ? [] : [{ level, alarmed: shareOf(group, isAlarmed), reached }];
    }),
    categories: categories.flatMap((category) => {
      const group = grave.filter(({ line }) => line.categories.includes(category));
      const named = shareOf(group, (one) => one.categories.includes(category));
      return group.length === 0 ? [] : [{ category, alarmed: shareOf(group, isAlarmed), named }];
    }),
    languages: groupsOf(grave, ({ line }) => languages[line.variety] ?? 'vi'),
    varieties: groupsOf(grave, ({ line }) => line.variety),
    sources: groupsOf(grave, ({ line }) => line.source),
    confusion: riskLevels.map((given) =>
      riskLevels.map(
        (level) => judged.filter((one) => one.line.level === given && one.level === level).length,
      ),
    ),
    alarms: groupsOf(harmless, ({ line }) => line.source).map(({ name, alarmed }) => ({
      source: name,
      perThousand: alarmed.share * 1000,
      alarmed,
    })),
    misses: grave
      .filter((one) => !isAlarmed(one))
      .map(({ line: { id, level, text } }) => ({ id, level, text })),
  };
}

/** The language of a variety of the corpus; all others are Vietnamese. */
const languages: Readonly<Record<string, string>> = { khmer: 'km', hmong: 'hmn', english: 'en' };

const isAlarmed = ({ level }: JudgedLine): boolean => isAtLeast(level, 'high');

function groupsOf(judged: readonly JudgedLine[], nameOf: (one: JudgedLine) => string) {
  const names = [...new Set(judged.map(nameOf))].sort();
  return names.map((name) => ({
    name,
    alarmed: shareOf(
      judged.filter((one) => nameOf(one) === name),
      isAlarmed,
    ),
  }));
}

function shareOf(group: readonly JudgedLine[], is: (one: JudgedLine) => boolean): Share {
  return wilson(group.filter(is).length, group.length);
}

/** 97.5 % point of the normal distribution. */
const z = 1.96;

/** Share with its Wilson interval: honest for few cases and for shares near 0 or 1. Without cases it is 0 to 1. */
export function wilson(hits: number, of: number): Share {
  if (of === 0) return { hits, of, share: 0, low: 0, high: 1 };
  const share = hits / of;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { hits, of, share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
