import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type CallStatus, isFinal } from '../../../functions/call/call.ts';
import { decideStatus } from '../../../functions/call/decide-status.ts';
import { mayMove, type ParticipantStatus, statusOf } from '../../../functions/conference/participant.ts';
import { isKnown, type Mark } from '../../../functions/conference/stay.ts';

type Webhook =
  | { readonly of: 'call'; readonly status: CallStatus; readonly at: number }
  | { readonly of: 'conference'; readonly mark: Mark };

const call = (status: CallStatus, at: number): Webhook => ({ of: 'call', status, at });
const coming = (kind: Mark['kind'], sequence: number): Webhook => ({
  of: 'conference',
  mark: { kind, sequence, at: sequence * 1_000, heardAt: 0 },
});

/** What a carrier tells of one who was dialled: of the call, and of who comes, goes, and comes again. */
const stories: readonly { readonly told: readonly Webhook[]; readonly end: ParticipantStatus }[] = [
  { told: [call('initiated', 0), call('ringing', 1), call('busy', 2)], end: 'failed' },
  { told: [call('initiated', 0), call('ringing', 1), call('no-answer', 2)], end: 'failed' },
  { told: [call('initiated', 0), call('ringing', 1), call('in-progress', 2), call('completed', 3)], end: 'complete' },
  {
    told: [
      ...[call('initiated', 0), call('ringing', 1), call('in-progress', 2), coming('join', 3)],
      ...[coming('leave', 4), call('completed', 5)],
    ],
    end: 'complete',
  },
  {
    told: [
      ...[call('initiated', 0), call('ringing', 1), call('in-progress', 2), coming('join', 3)],
      ...[coming('leave', 4), coming('join', 5), coming('leave', 6), call('completed', 7)],
    ],
    end: 'complete',
  },
];

type State = { readonly status: CallStatus; readonly marks: readonly Mark[] };
function after({ status, marks }: State, webhook: Webhook): State {
  if (webhook.of === 'conference') {
    return { status, marks: isKnown(marks, webhook.mark) ? marks : [...marks, webhook.mark] };
  }
  const report = { status: webhook.status, at: webhook.at, durationSeconds: undefined, answeredBy: undefined };
  const decision = decideStatus({ status }, report);
  return { marks, status: decision.kind === 'move' ? decision.changes.status : status };
}

// Guarantee: in whatever order and however often a carrier tells of a call and of the room it comes into, the participant
// ends the same; and told in order it only ever moves as Twilio's statuses may.
test('a participant, in any order and with any repetition', () => {
  let runs = 0;
  const scene = fc.constantFrom(...stories).chain(({ told, end }) =>
    fc
      .array(fc.constantFrom(...told), { maxLength: 6 })
      .chain((repeats) => fc.shuffledSubarray([...told, ...repeats], { minLength: told.length + repeats.length }))
      .map((disordered) => ({ told, disordered, end })),
  );
  fc.assert(
    fc.property(scene, ({ told, disordered, end }) => {
      runs += 1;
      let state: State = { status: 'queued', marks: [] };
      for (const webhook of told) {
        const next = after(state, webhook);
        const [from, to] = [statusOf(state.marks, state.status), statusOf(next.marks, next.status)];
        expect(from === to || mayMove(from, to)).toBe(true);
        state = next;
      }
      const disorderly = disordered.reduce(after, { status: 'queued', marks: [] } as State);
      expect(isFinal(disorderly.status)).toBe(true);
      expect([statusOf(state.marks, state.status), statusOf(disorderly.marks, disorderly.status)]).toEqual([end, end]);
    }),
    { numRuns: 2_000 },
  );
  console.info(`participants: ${runs} runs, any order and repetition, one end`);
});
