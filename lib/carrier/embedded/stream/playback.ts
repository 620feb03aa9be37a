import { silentByte } from './mulaw.ts';
import { frameBytes } from './voice.ts';

type Queued = { readonly kind: 'sound'; bytes: Buffer } | { readonly kind: 'mark'; readonly name: string };

/** What is played in the next 20 ms, and which marks have been reached by then. Without a frame: nothing is left. */
export type Played = { readonly frame: Buffer | undefined; readonly marks: readonly string[] };

/** What a server has sent to be heard, in its order, until its time has come. */
export class Playback {
  #queue: Queued[] = [];

  play(bytes: Buffer): void {
    if (bytes.length > 0) this.#queue.push({ kind: 'sound', bytes });
  }

  mark(name: string): void {
    this.#queue.push({ kind: 'mark', name });
  }

  /** Forgets all that was not played yet; the marks in it count as reached, as at Twilio. */
  clear(): readonly string[] {
    const marks = this.#queue.flatMap((queued) => (queued.kind === 'mark' ? [queued.name] : []));
    this.#queue = [];
    return marks;
  }

  /** The next 20 ms: a frame that is cut short ends in silence. */
  next(): Played {
    const frame = Buffer.alloc(frameBytes, silentByte);
    const marks = this.#reached();
    let filled = 0;
    for (let first = this.#queue[0]; first?.kind === 'sound' && filled < frameBytes; first = this.#queue[0]) {
      const taken = first.bytes.copy(frame, filled);
      filled += taken;
      if (taken < first.bytes.length) first.bytes = first.bytes.subarray(taken);
      else this.#queue.shift();
      marks.push(...this.#reached());
    }
    return { frame: filled === 0 ? undefined : frame, marks };
  }

  /** Takes the marks that stand first: all before them has been played. */
  #reached(): string[] {
    const marks: string[] = [];
    for (let first = this.#queue[0]; first?.kind === 'mark'; first = this.#queue[0]) {
      marks.push(first.name);
      this.#queue.shift();
    }
    return marks;
  }
}
