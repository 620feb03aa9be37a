import { fromMulaw } from './mulaw.ts';
import { frameMilliseconds } from './voice.ts';

/** A sound without words: how long it was, and its pitch as far as it has one. */
export type Sound = { readonly milliseconds: number; readonly hertz: number };

/** Softer than this is silence: line noise, and what μ-law makes of 0. */
const audible = 200;
/** So much silence ends a sound. */
const silenceFrames = 5;

const samplesPerSecond = 8_000;

/** Tells sounds from silence, frame after frame, since what a server sends has no words. */
export class HeardSound {
  #frames = 0;
  #silent = 0;
  #samples = 0;
  #isAbove = false;
  /** How often the sound rose through the middle, and at which samples it did so first and last. */
  #rises = { count: 0, first: 0, last: 0 };

  /** Hears the next 20 ms, or that there was nothing; answers the sound that is over by it. */
  hears(frame: Buffer | undefined): Sound | undefined {
    if (frame === undefined || !frame.some(isAudible)) {
      if (this.#frames === 0) return undefined;
      this.#silent += 1;
      return this.#silent >= silenceFrames ? this.ends() : undefined;
    }
    for (const byte of frame) this.#listens(fromMulaw(byte));
    this.#frames += this.#silent + 1;
    this.#silent = 0;
    return undefined;
  }

  /** The sound that goes on until now; undefined where it is silent. */
  ends(): Sound | undefined {
    const milliseconds = this.#frames * frameMilliseconds;
    const { count, first, last } = this.#rises;
    const hertz = count < 2 ? 0 : Math.round(((count - 1) * samplesPerSecond) / (last - first));
    this.#frames = 0;
    this.#silent = 0;
    this.#samples = 0;
    this.#rises = { count: 0, first: 0, last: 0 };
    return milliseconds === 0 ? undefined : { milliseconds, hertz };
  }

  #listens(sample: number): void {
    this.#samples += 1;
    const { count, first } = this.#rises;
    if (sample > 0 && !this.#isAbove)
      this.#rises = { count: count + 1, first: count === 0 ? this.#samples : first, last: this.#samples };
    if (sample !== 0) this.#isAbove = sample > 0;
  }
}

const isAudible = (byte: number): boolean => Math.abs(fromMulaw(byte)) >= audible;
