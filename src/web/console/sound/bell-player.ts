import type { Bell } from '../state/alarm.ts';
import { bells, type Tone } from './tones.ts';

/** Seconds in which a tone rises and falls: without it loudspeakers click. */
const edge = 0.02;

/**
 * Plays bells with WebAudio: no file to load, nothing to fail on a dead line. A browser may refuse sound until
 * somebody presses something; `onChange` tells whenever that changes.
 */
export class BellPlayer {
  readonly #audio = new AudioContext();

  constructor(onChange: (blocked: boolean) => void) {
    this.#audio.addEventListener('statechange', () => onChange(this.blocked));
    onChange(this.blocked);
  }

  get blocked(): boolean {
    return this.#audio.state !== 'running';
  }

  /** Asks for sound; call it from a press. True when the bell can be heard from now on. */
  async unblock(): Promise<boolean> {
    // A browser that refuses leaves the promise open for ever.
    await Promise.race([this.#audio.resume(), new Promise((resolve) => setTimeout(resolve, 1000))]);
    return !this.blocked;
  }

  ring(bell: Bell): void {
    if (this.blocked) return;
    for (const tone of bells[bell].tones) this.#play(tone, bells[bell].gain);
  }

  end(): void {
    void this.#audio.close();
  }

  #play(tone: Tone, gain: number): void {
    const from = this.#audio.currentTime + tone.startsAt;
    const until = from + tone.lasts;
    const volume = this.#audio.createGain();
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(gain, from + edge);
    volume.gain.setValueAtTime(gain, until - edge);
    volume.gain.linearRampToValueAtTime(0, until);
    const voice = this.#audio.createOscillator();
    voice.type = 'triangle';
    voice.frequency.value = tone.hertz;
    voice.connect(volume).connect(this.#audio.destination);
    voice.start(from);
    voice.stop(until);
  }
}
