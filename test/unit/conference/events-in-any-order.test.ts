import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Conference, Participant } from '../../../functions/conference/conference-store.ts';
import { type ConferenceEvent, decideEvent } from '../../../functions/conference/decide-event.ts';
import { patienceMilliseconds, settle, type Use } from '../../../functions/conference/stay.ts';

const heardAt = 1_000_000;
const room: Conference = {
  sid: 'CF1',
  kind: 'RES',
  accountSid: 'AC1',
  status: 'init',
  friendlyName: 'room',
  callbacksSent: 0,
  heard: [],
  usesCount: 0,
  createdAt: heardAt,
  updatedAt: heardAt,
  revision: 0,
  outboxCount: 0,
  configurationVersion: 0,
};

const blank = {
  coachedSid: undefined,
  announceUrl: undefined,
  label: undefined,
  startOnEnter: true,
  endOnExit: false,
  reason: undefined,
  endedByCallSid: undefined,
};
type Step = { readonly who: number; readonly what: 'move' | 'mute' | 'hold' | 'modify'; readonly after: number };

/** A conference as it happened: whoever moves comes in or, being in, goes; in the end everybody goes. */
function history(steps: readonly Step[]): { events: ConferenceEvent[]; stays: string[] } {
  const events: ConferenceEvent[] = [];
  const inRoom = new Map<
    number,
    { joinedAt: number; sequence: number; muted: boolean; hold: boolean; modify: boolean }
  >();
  const stays: string[] = [];
  let at = 0;
  let isStarted = false;
  const tell = (event: ConferenceEvent['event'], who?: number) => {
    const state = who === undefined ? undefined : inRoom.get(who);
    const reference = { carrier: 'twilio', account: 'AC', id: `up${who}` };
    events.push({
      ...blank,
      event,
      at,
      sequence: events.length,
      caller: who === undefined ? undefined : { callSid: `CA${who}`, reference },
      muted: state?.muted ?? false,
      hold: state?.hold ?? false,
      coaching: state?.modify ?? false,
    });
  };
  const go = (who: number) => {
    const { joinedAt = 0, sequence } = inRoom.get(who) ?? {};
    tell('leave', who);
    inRoom.delete(who);
    stays.push(`${sequence}: ${Math.ceil((at - joinedAt) / 1_000)}`);
  };
  for (const { who, what, after } of steps) {
    at += after;
    const state = inRoom.get(who);
    if (state === undefined) {
      inRoom.set(who, { joinedAt: at, sequence: events.length, muted: false, hold: false, modify: false });
      tell('join', who);
      if (inRoom.size === 2 && !isStarted) {
        isStarted = true;
        tell('start');
      }
    } else if (what === 'move') go(who);
    else {
      state[what === 'mute' ? 'muted' : what] = true;
      tell(what, who);
    }
  }
  for (const who of inRoom.keys()) go(who);
  tell('end');
  return { events, stays };
}

const surroundingsOf = ({ heard, endedAt, endHeardAt }: Conference) => ({ heard, endedAt, endHeardAt });

function play(events: readonly ConferenceEvent[]) {
  let conference = room;
  const participants = new Map<string, Participant>();
  const uses: Use[] = [];
  const settleAll = (now: number) => {
    for (const [callSid, participant] of participants) {
      const settled = settle(participant.marks, surroundingsOf(conference), now);
      participants.set(callSid, { ...participant, marks: settled.marks });
      uses.push(...settled.uses);
    }
  };
  for (const event of events) {
    const callSid = event.caller?.callSid ?? '';
    const heard = decideEvent(conference, participants.get(callSid), event, heardAt);
    if (heard === undefined) continue;
    conference = heard.conference;
    if (heard.participant !== undefined) participants.set(callSid, heard.participant);
    settleAll(heardAt);
  }
  const usesBeforeSettling = uses.length;
  settleAll(heardAt + patienceMilliseconds);
  const everybody = [...participants.values()].sort((left, right) => (left.callSid < right.callSid ? -1 : 1));
  return {
    conference,
    everybody,
    uses: uses.map(({ sequence, seconds }) => `${sequence}: ${seconds}`),
    usesBeforeSettling,
  };
}

const step = fc.record({
  who: fc.integer({ min: 1, max: 4 }),
  what: fc.constantFrom('move', 'move', 'mute', 'hold'),
  after: fc.integer({ min: 0, max: 200_000 }),
}) as fc.Arbitrary<Step>;
const scene = fc.array(step, { minLength: 1, maxLength: 25 }).map(history);
const disordered = scene.chain(({ events, stays }) =>
  fc
    .array(fc.constantFrom(...events), { maxLength: 10 })
    .chain((repeats) => fc.shuffledSubarray([...events, ...repeats], { minLength: events.length + repeats.length }))
    .map((told) => ({ events, stays, told })),
);

// Guarantee: in whatever order and however often a carrier tells what happened, the conference, its participants and
// their use are the same: each stay once, to the second, without waiting for anything once all is told.
test('events in any order, with repeats, add up to the same', () => {
  let runs = 0;
  fc.assert(
    fc.property(disordered, ({ events, stays, told }) => {
      runs += 1;
      const expected = play(events);
      const actual = play(told);
      expect(expected.uses.toSorted()).toEqual(stays.toSorted());
      expect(actual.uses.toSorted()).toEqual(stays.toSorted());
      expect(actual.usesBeforeSettling).toBe(stays.length);
      expect(actual.conference).toEqual(expected.conference);
      expect(actual.everybody).toEqual(expected.everybody);
    }),
    { numRuns: 500 },
  );
  console.info(`conferences: ${runs} runs, any order and repetition, one end and the same use`);
});

// Guarantee: whatever is lost, no stay is billed twice, and nobody stays unbilled for ever.
test('lost events never bill a coming twice', () => {
  const lossy = disordered.chain(({ told, stays }) =>
    fc.subarray(told).map((kept) => ({ kept: kept.filter(({ event }) => event !== 'end'), all: told, stays })),
  );
  fc.assert(
    fc.property(lossy, ({ kept, all }) => {
      const end = all.find(({ event }) => event === 'end');
      const { uses, everybody } = play(end === undefined ? kept : [...kept, end]);
      expect(new Set(uses.map((use) => use.split(':')[0])).size).toBe(uses.length);
      const marks = everybody.flatMap((participant) => participant.marks);
      expect(marks.filter(({ billed }) => billed !== true)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
