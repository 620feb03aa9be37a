import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { useOf } from '../../../functions/sms/billed-use.ts';
import {
  deleted,
  inbound,
  isFinal,
  type Message,
  type MessageStatus,
  outbound,
  redacted,
} from '../../../functions/sms/message.ts';
import {
  accepted,
  canceled,
  claimed,
  type MessageReport,
  overdue,
  postponed,
  rejected,
  released,
  reported,
  unsettled,
} from '../../../functions/sms/sending.ts';
import { closedAfterMilliseconds } from '../../../functions/sms/waiting.ts';

const at = 1_795_000_000_000;
const later = at + 2_000;
const reference = { carrier: 'twilio', account: 'AC1', id: 'SMupstream' };
const given = {
  sid: `SM${'0'.repeat(32)}`,
  accountSid: `AC${'1'.repeat(32)}`,
  from: '+15550100',
  to: '+15550199',
  body: 'я'.repeat(71),
  media: [],
  configurationVersion: 3,
};
const queued = outbound(
  { ...given, direction: 'outbound-api', statusCallback: { url: 'https://a.example', method: 'POST' } },
  at,
);
const api = { ...given, direction: 'outbound-api' as const };
const waiting = outbound(api, at, at + 200_000);
const scheduled = outbound({ ...api, sendAt: at + 3_600_000, validitySeconds: 60 }, at);
const report = (status: MessageStatus, errorCode?: number): MessageReport => ({ status, reference, errorCode });
const after = (message: Message, ...statuses: MessageStatus[]): Message =>
  statuses.reduce((moving, status) => reported(moving, report(status), later) ?? moving, message);

// Guarantee: a message moves forward only, whatever a carrier loses, repeats or swaps.
test.each<[MessageStatus, MessageStatus, boolean]>([
  ['queued', 'sending', true],
  ['queued', 'delivered', true],
  ['sending', 'queued', false],
  ['sent', 'sent', false],
  ['sent', 'sending', false],
  ['sent', 'delivered', true],
  ['sent', 'undelivered', true],
  ['delivered', 'failed', false],
  ['delivered', 'delivered', false],
  ['undelivered', 'delivered', false],
  ['failed', 'sent', false],
  ['received', 'delivered', false],
])('%s → %s: %s', (from, to, moves) => {
  expect(reported({ ...queued, status: from }, report(to), later) !== undefined).toBe(moves);
});

// Guarantee: what is delivered or undelivered is billed by its segments, what failed is not, and all are closed.
test.each<[MessageStatus, bigint]>([
  ['delivered', 2n],
  ['undelivered', 2n],
  ['failed', 0n],
])('%s is billed %s segments', (status, quantity) => {
  const closed = after(queued, status);
  expect(closed.finalizedAt).toBe(later);
  expect([closed.duePK, closed.dueSK]).toEqual([undefined, undefined]);
  expect(useOf(closed)).toEqual({
    microService: 'sms',
    meter: 'sms-outbound',
    resourceSid: given.sid,
    sequence: 0,
    quantity,
    destination: '+15550199',
    origin: '+15550100',
    startedAt: at,
    finalizedAt: later,
    configurationVersion: 3,
  });
});

// Guarantee: a message that comes in is priced by who sent it, as one that goes out is by who gets it.
test('the far end', () => {
  expect(useOf(inbound(given, at))).toMatchObject({ destination: given.from, origin: given.to });
});

// Guarantee: nothing is billed before a message is closed, and a picture is billed by the message.
test('bills by the meter of its kind', () => {
  expect(useOf(queued)).toBeUndefined();
  expect(useOf(after(queued, 'sent'))).toBeUndefined();
  const picture = outbound({ ...given, media: [{ url: 'https://a.example/a.png' }], direction: 'outbound-api' }, at);
  expect(useOf(after(picture, 'delivered'))).toMatchObject({ meter: 'mms-outbound', quantity: 1n });
  expect(useOf(after(picture, 'failed'))).toMatchObject({ meter: 'mms-outbound', quantity: 0n });
  expect(useOf(inbound(given, at))).toMatchObject({ meter: 'sms-inbound', quantity: 2n, finalizedAt: at });
});

// Guarantee: no sequence of reports, answers and deadlines closes a message twice or moves its bill once it is closed.
test('is closed once', () => {
  type Step = (message: Message, now: number) => Message | undefined;
  const statuses = ['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed'] as const;
  const steps: Step[] = [
    ...statuses.map(
      (status): Step =>
        (message, now) =>
          reported(message, report(status), now),
    ),
    overdue,
    claimed,
    unsettled,
    canceled,
    (message, now) => (message.status === 'scheduled' ? released(message, now, now) : undefined),
    (message, now) => (message.status === 'scheduled' ? released(message, now + 90_000, now) : undefined),
    (message, now) => (message.askedAt === undefined ? undefined : accepted(message, reference, now)),
    (message, now) => (message.askedAt === undefined ? undefined : rejected(message, 30005, now)),
    (message, now) => (message.askedAt === undefined ? undefined : postponed(message, now)),
    (message, now) => (message.finalizedAt === undefined ? undefined : redacted(message, now)),
    (message, now) => (message.finalizedAt === undefined ? undefined : deleted(message, now)),
  ];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...steps), fc.nat({ max: closedAfterMilliseconds })), { maxLength: 20 }),
      (script) => {
        let message = queued;
        let closings = 0;
        for (const [step, wait] of script) {
          const next = step(message, message.updatedAt + wait);
          if (next === undefined) continue;
          expect(next.revision).toBe(message.revision + 1);
          if (message.finalizedAt === undefined && next.finalizedAt !== undefined) closings += 1;
          if (message.finalizedAt !== undefined) expect(next.finalizedAt).toBe(message.finalizedAt);
          expect(isFinal(next.status) && next.finalizedAt === undefined).toBe(false);
          // What is not closed always has a time at which somebody will look at it.
          expect(next.finalizedAt === undefined).toBe(next.dueSK !== undefined);
          message = next;
        }
        expect(closings).toBe(message.finalizedAt === undefined ? 0 : 1);
      },
    ),
    { numRuns: 500 },
  );
});

// Guarantee: a message of which no report came is closed: as sent if the carrier took it, as failed if it never did.
test('is closed when its time is over', () => {
  const taken = accepted(queued, reference, later);
  expect(overdue(taken, later)).toMatchObject({ status: 'sent', finalizedAt: later });
  expect(overdue(after(taken, 'sent'), later)).toMatchObject({ status: 'sent', finalizedAt: later });
  expect(overdue(queued, later)).toMatchObject({ status: 'failed', errorCode: 30008, finalizedAt: later });
  expect(overdue(after(taken, 'delivered'), later)).toBeUndefined();
});

// Guarantee: a report that comes after its message was closed still shows, and bills nothing more.
test('shows a late report', () => {
  const closed = overdue(accepted(queued, reference, later), later) ?? queued;
  const delivered = after(closed, 'delivered');
  expect(delivered).toMatchObject({ status: 'delivered', finalizedAt: closed.finalizedAt });
});

// Guarantee: an unreachable carrier is asked again, ever later, and not for ever; one that may have acted never is.
test('waits for a carrier that cannot be reached', () => {
  const first = postponed(queued, at);
  expect(first).toMatchObject({
    status: 'queued',
    postponements: 1,
    dueSK: `${at + 60_000}#sms#message.send#${given.sid}`,
  });
  const again = claimed(first, at + 60_000);
  expect(again).toMatchObject({ askedAt: at + 60_000, dueSK: queued.dueSK });
  expect(postponed(again ?? first, at + 60_000).dueSK).toBe(`${at + 180_000}#sms#message.send#${given.sid}`);
  expect(claimed(queued, later)).toBeUndefined();
  expect(postponed({ ...queued, postponements: 8 }, at)).toMatchObject({ status: 'failed', errorCode: 30008 });
});

// Guarantee: a redacted or deleted message keeps its bill and no text, and a deleted one is in no list.
test('loses its text', () => {
  const closed = after(queued, 'delivered');
  expect(redacted(closed, later)).toMatchObject({ body: '', segments: 2, status: 'delivered' });
  const gone = deleted(closed, later);
  expect(gone).toMatchObject({ body: '', deletedAt: later });
  expect([gone.listPK, gone.toPK, gone.fromPK]).toEqual([undefined, undefined, undefined]);
  expect(useOf(gone)).toEqual(useOf(closed));
});

// Guarantee: a message that waits is due when it is to be sent: a minute before a far slot, at a near one, when it was scheduled.
test('waits for its time', () => {
  const due = (time: number) => `${time}#sms#message.send#${given.sid}`;
  expect(waiting).toMatchObject({ status: 'queued', slotAt: at + 200_000, dueSK: due(at + 140_000) });
  expect(waiting.askedAt).toBeUndefined();
  expect(outbound(api, at, at + 60_000)).toMatchObject({ dueSK: due(at + 60_000) });
  expect(outbound({ ...api, validitySeconds: 5 }, at, at + 60_000)).toMatchObject({ dueSK: due(at + 5_000) });
  expect(scheduled).toMatchObject({ status: 'scheduled', dueSK: due(at + 3_600_000) });
});

// Guarantee: what is scheduled is canceled until its time has come, and costs nothing then; afterwards it cannot be.
test('is canceled', () => {
  const taken = canceled(scheduled, later);
  expect(taken).toMatchObject({ status: 'canceled', finalizedAt: later });
  expect([taken?.sentAt, taken?.dueSK, useOf(taken ?? scheduled)]).toEqual([undefined, undefined, undefined]);
  for (const message of [queued, waiting, released(scheduled, at, at), taken ?? scheduled])
    expect(canceled(message, later)).toBeUndefined();
});

// Guarantee: a message with a validity is looked at when that ends, however long the carrier cannot be reached.
test('stays valid so long', () => {
  const brief = outbound({ ...api, validitySeconds: 30 }, at);
  expect(postponed(brief, at + 1_000).dueSK).toBe(`${at + 30_000}#sms#message.send#${given.sid}`);
  const long = outbound({ ...api, validitySeconds: 36_000 }, at);
  expect(long.dueSK).toBe(`${at + 36_000_000}#sms#message.overdue#${given.sid}`);
});

// Guarantee: what nobody knows is looked up after a minute, then ever later, and closed when its time is over.
test('is looked up', () => {
  const looks = (message: Message | undefined) => message?.dueSK?.split('#').slice(0, 3);
  const first = unsettled(queued, at + 10_000);
  expect(looks(first)).toEqual([`${at + 70_000}`, 'sms', 'message.settle']);
  expect(looks(unsettled(queued, at + 70_000))).toEqual([`${at + 140_000}`, 'sms', 'message.settle']);
  expect(looks(unsettled(queued, at + 3 * 3_600_000))).toEqual([
    `${at + closedAfterMilliseconds}`,
    'sms',
    'message.overdue',
  ]);
  expect(looks(reported(first ?? queued, report('sent'), later))?.[2]).toBe('message.overdue');
  expect(looks(accepted(first ?? queued, reference, later))?.[2]).toBe('message.overdue');
  expect(unsettled(accepted(queued, reference, later), later)).toBeUndefined();
});

// Guarantee: in whatever order and however often a carrier tells of a message, it ends the same and is billed the same.
test('a message, in any order and with any repetition', () => {
  let runs = 0;
  const endings = fc.constantFrom<MessageStatus>('delivered', 'undelivered', 'failed');
  const scene = endings.chain((end) => {
    const told: MessageStatus[] = end === 'failed' ? ['sending', end] : ['sending', 'sent', end];
    return fc
      .array(fc.constantFrom(...told), { maxLength: 6 })
      .chain((repeats) => fc.shuffledSubarray([...told, ...repeats], { minLength: told.length + repeats.length }))
      .map((disordered) => ({ told, disordered }));
  });
  const taken = accepted(queued, reference, later);
  const ended = (statuses: readonly MessageStatus[]) => {
    const message = after(taken, ...statuses);
    return { status: message.status, finalizedAt: message.finalizedAt, use: useOf(message) };
  };
  fc.assert(
    fc.property(scene, ({ told, disordered }) => {
      runs += 1;
      expect(ended(disordered)).toEqual(ended(told));
      expect(isFinal(ended(disordered).status)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  console.info(`messages: ${runs} runs, any order and repetition, one end and the same use`);
});
