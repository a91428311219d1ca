import { askNumber } from './ask-number.ts';
import { askPlace } from './ask-place.ts';
import { askText } from './ask-text.ts';
import { branch } from './branch.ts';
import { call } from './call.ts';
import { choose } from './choose.ts';
import { end } from './end.ts';
import { handoff } from './handoff.ts';
import { instrument } from './instrument.ts';
import type { AuthoredKind, StepKind } from './kind.ts';
import { lookup } from './lookup.ts';
import { say } from './say.ts';
import { set } from './set.ts';
import { wait } from './wait.ts';

/** Every kind of step there is; the type makes a forgotten one a compile error. */
export const stepKinds: Readonly<Record<AuthoredKind, StepKind>> = {
  say,
  choose,
  ask_text: askText,
  ask_number: askNumber,
  ask_place: askPlace,
  instrument,
  branch,
  set,
  lookup,
  handoff,
  call,
  wait,
  end,
};
