import type { ConsoleFrame, ServerFrame } from '../../../wire/console.ts';
import { limits } from '../limits.ts';
import { retryDelay } from './retry-delay.ts';

/** A connection being made or made. After `close` its listeners are not called any more. */
export interface Dialled {
  readonly send: (text: string) => void;
  readonly close: () => void;
}
export interface DialListeners {
  readonly opened: () => void;
  readonly heard: (text: string) => void;
  readonly closed: () => void;
}

export interface LineOptions {
  readonly dial: (listeners: DialListeners) => Dialled;
  /** From 0 to below 1: spreads the consoles that connect again after a restart. */
  readonly random: () => number;
  readonly onFrame: (frame: ServerFrame) => void;
  readonly onStatus: (status: 'up' | 'down') => void;
}

/** What a beat tells the server. */
export interface Beat {
  readonly soundAllowed: boolean;
  readonly visible: boolean;
}

/**
 * The console's one line to the server: beats, notices a dead line, connects again with growing pauses, never reloads.
 * It has no clock of its own: `tick` is called once a second.
 */
export class Line {
  readonly #options: LineOptions;
  #link: Dialled | null = null;
  #open = false;
  #attempts = 0;
  #retryAt = 0;
  #dialledAt = 0;
  #beatAt = 0;
  #lastBeat: Beat | null = null;
  #heardAt = 0;
  /** This server answers beats; only then does silence mean anything. */
  #pulses = false;
  #watched: string | null = null;
  #now = 0;
  #ended = false;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  tick(now: number, beat: Beat): void {
    if (this.#ended) return;
    this.#now = now;
    if (this.#link === null) {
      if (now >= this.#retryAt) this.#dial();
      return;
    }
    if (this.#isDead(now)) {
      this.lost();
      return;
    }
    if (this.#open && this.#isBeatDue(now, beat)) this.#beat(beat);
  }

  /** Which conversation the server keeps this console informed about; told again after each new connection. */
  watch(conversation: string | null): void {
    if (conversation === this.#watched) return;
    this.#watched = conversation;
    this.#send({ type: 'watch', conversation });
  }

  /** The network is back, or the page is in front again: no need to wait for the next attempt. */
  hurry(): void {
    this.#retryAt = 0;
  }

  /** The line is known to be dead: drop it and begin to connect again. */
  lost(): void {
    this.#link?.close();
    this.#dropped();
  }

  end(): void {
    this.#ended = true;
    this.#link?.close();
    this.#link = null;
  }

  #dial(): void {
    this.#open = false;
    this.#pulses = false;
    this.#dialledAt = this.#now;
    const link: Dialled = this.#options.dial({
      opened: () => this.#opened(),
      heard: (text) => this.#heard(text),
      closed: () => {
        if (this.#link === link) this.#dropped();
      },
    });
    this.#link = link;
  }

  #opened(): void {
    this.#open = true;
    this.#attempts = 0;
    this.#lastBeat = null;
    this.#heardAt = this.#now;
    this.#options.onStatus('up');
    if (this.#watched !== null) this.#send({ type: 'watch', conversation: this.#watched });
  }

  #heard(text: string): void {
    this.#heardAt = this.#now;
    const frame = readFrame(text);
    if (frame === null) return;
    if (frame.type === 'pulse') this.#pulses = true;
    this.#options.onFrame(frame);
  }

  #dropped(): void {
    this.#link = null;
    this.#open = false;
    this.#retryAt = this.#now + retryDelay(this.#attempts, this.#options.random());
    this.#attempts += 1;
    if (!this.#ended) this.#options.onStatus('down');
  }

  #isDead(now: number): boolean {
    if (!this.#open) return now - this.#dialledAt >= limits.dialMs;
    return this.#pulses && now - this.#heardAt >= limits.silentLineMs;
  }

  /** A change is told at the next tick: whoever has just heard the bell counts as reachable then. */
  #isBeatDue(now: number, beat: Beat): boolean {
    const last = this.#lastBeat;
    const changed = last?.soundAllowed !== beat.soundAllowed || last.visible !== beat.visible;
    return changed || now - this.#beatAt >= limits.beatEveryMs;
  }

  #beat(beat: Beat): void {
    this.#beatAt = this.#now;
    this.#lastBeat = beat;
    this.#send({ type: 'beat', ...beat });
  }

  #send(frame: ConsoleFrame): void {
    if (this.#open) this.#link?.send(JSON.stringify(frame));
  }
}

const frameTypes: readonly ServerFrame['type'][] = ['desk', 'talk', 'talk-gone', 'pulse'];

/** Our own server speaks here; a frame of a kind that this console does not know yet is passed over. */
function readFrame(text: string): ServerFrame | null {
  try {
    const frame = JSON.parse(text) as ServerFrame;
    return frameTypes.includes(frame.type) ? frame : null;
  } catch {
    return null;
  }
}
