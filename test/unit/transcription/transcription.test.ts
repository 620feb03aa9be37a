import { expect, test } from '@jest/globals';
import { decideEnd, isFinal, type TranscriptionStatus } from '../../../functions/transcription/transcription.ts';

const statuses: readonly TranscriptionStatus[] = ['in-progress', 'completed', 'failed'];
const fetched = (status: TranscriptionStatus) => ({ status, text: 'Good morning', durationSeconds: 12 });

// Guarantee: a transcription ends once, by the first end that is fetched.
test.each(statuses.flatMap((status) => statuses.map((found) => [status, found] as const)))(
  'a transcription %s that is %s at the carrier',
  (status, found) => {
    const decided = decideEnd(status, fetched(found), 5);
    expect(decided === undefined).toBe(isFinal(status) || found === 'in-progress');
    if (decided !== undefined) expect(decided).toMatchObject({ status: found, finalizedAt: 5 });
  },
);

// Guarantee: what has failed has neither words nor a length, so nothing is billed of it.
test('a failed one has neither words nor a length', () => {
  expect(decideEnd('in-progress', fetched('failed'), 5)).toEqual({ status: 'failed', finalizedAt: 5 });
  expect(decideEnd('in-progress', fetched('completed'), 5)).toEqual({
    status: 'completed',
    text: 'Good morning',
    durationSeconds: 12,
    finalizedAt: 5,
  });
});
