import { boolean } from 'dynamodb-toolbox/schema/boolean';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { resourceAttributes } from '../../../lib/store/resource.ts';

/**
 * A stream of a call's sound to a tenant's server. Its SID follows from the carrier's id. `stopping`: its end was asked
 * for, and is the carrier's to report; a tenant reads it as stopped. Times in epoch milliseconds, by the carrier's clock.
 */
export const streamSchema = item({
  ...resourceAttributes,
  status: string().enum('in-progress', 'stopping', 'stopped'),
  callSid: string(),
  name: string().optional(),
  /** Whether its server may speak to the call: then only that server or the call's end can end it. */
  bothWays: boolean(),
  /** The ride of its call that its money is held for as. */
  rideSid: string().optional(),
  callback: map({ url: string(), method: string().enum('GET', 'POST') }).optional(),
  startedAt: number().optional(),
  stoppedAt: number().optional(),
  /** What went wrong with it, each told once. */
  faults: list(string()),
  /** When its start and its end were both known here: its use is billed by it. */
  finalizedAt: number().optional(),
});

/** What a decision needs to know of a stream. */
export type Known = {
  readonly status: 'in-progress' | 'stopping' | 'stopped';
  readonly startedAt?: number | undefined;
  readonly stoppedAt?: number | undefined;
  readonly faults: readonly string[];
  readonly finalizedAt?: number | undefined;
};

/** What a carrier says of a stream, `at` an instant. */
export type Report = {
  readonly event: 'started' | 'stopped' | 'error';
  readonly at: number;
  readonly error: string | undefined;
};

/** What a report changes, and whether its program is told. */
type Decision = {
  readonly changes: {
    readonly status?: 'stopped';
    readonly startedAt?: number;
    readonly stoppedAt?: number;
    readonly faults?: string[];
    readonly finalizedAt?: number;
  };
  readonly isTold: boolean;
};

const faultsMax = 20;
const faultCharactersMax = 500;

/**
 * What a carrier's report makes of a stream; undefined where it says nothing new. Reports may come twice and in any
 * order: a stream that has ended stays so, and a start that is heard of too late is noted, since the use is billed by
 * it, but not told any more.
 */
export function decideReport(stream: Known, { event, at, error = '' }: Report, now: number): Decision | undefined {
  switch (event) {
    case 'started': {
      if (stream.startedAt !== undefined) return undefined;
      const known = { startedAt: at };
      return { changes: { ...known, ...finalized({ ...stream, ...known }, now) }, isTold: stream.status !== 'stopped' };
    }
    case 'stopped': {
      if (stream.status === 'stopped') return undefined;
      const known = { status: 'stopped', stoppedAt: at } as const;
      return { changes: { ...known, ...finalized({ ...stream, ...known }, now) }, isTold: true };
    }
    case 'error': {
      const fault = error.slice(0, faultCharactersMax);
      if (stream.faults.includes(fault) || stream.faults.length >= faultsMax) return undefined;
      return { changes: { faults: [...stream.faults, fault] }, isTold: true };
    }
  }
}

const finalized = ({ startedAt, stoppedAt, finalizedAt }: Known, now: number) =>
  startedAt !== undefined && stoppedAt !== undefined && finalizedAt === undefined ? { finalizedAt: now } : {};

/** Whole seconds from start to end, a begun one counting as one: what is billed. */
export const streamSeconds = (startedAt: number, stoppedAt: number): number =>
  Math.max(0, Math.ceil((stoppedAt - startedAt) / 1_000));

/** Twilio's number in what it says of a fault, such as `31921` of `31921: Stream - WebSocket - Close Error`. */
export const faultCode = (fault: string): number => Number(/\b31\d{3}\b/.exec(fault)?.[0] ?? 31_900);
