import { expect, test } from '@jest/globals';
import { type Origin, rewritingOf } from '../../../functions/call/rewriting.ts';
import { rewriteTwiml } from '../../../lib/twiml/rewrite-twiml.ts';
import { writeTwiml } from '../../../lib/twiml/write-twiml.ts';
import { document } from '../twiml/document.ts';

const agent = `CA${'2'.repeat(32)}`;
const support = `QU${'1'.repeat(32)}`;

/** What a document of a call becomes, and what each of its links to us says. */
function rewritten(inside: string, origin: Partial<Origin> = {}) {
  const states: Record<string, unknown>[] = [];
  const rewriting = rewritingOf(
    {
      ...{ accountSid: 'AC1', callSid: 'CA1', documentUrl: 'https://tenant.example/voice', documentMethod: 'POST' },
      ...{
        configurationVersion: 1,
        kind: 'voice',
        queueSid: undefined,
        queues: new Map([['support', { sid: support }]]),
        coached: new Map([[agent, 'CAupstream']]),
        rides: new Map(),
      },
      ...origin,
    },
    (_kind, state) => {
      states.push(state);
      return 'https://us.example/';
    },
  );
  const { document: result } = rewriteTwiml(document(`<Response>${inside}</Response>`), rewriting, origin.kind);
  return { xml: writeTwiml(result), states };
}

// Guarantee: a queue goes to the carrier by our SID, and every link knows which queue it tells of, and which call.
test('a queue', () => {
  const entered = rewritten('<Enqueue action="/left" waitUrl="/wait">support</Enqueue>');
  expect(entered.xml).toContain(`>${support}</Enqueue>`);
  expect(entered.states).toMatchObject([
    { kind: 'voice', callSid: 'CA1', queueSid: support, url: 'https://tenant.example/left' },
    { kind: 'queue-wait', callSid: 'CA1', queueSid: support, url: 'https://tenant.example/wait' },
  ]);
  const dialled = rewritten('<Dial action="/done"><Queue url="/next">support</Queue></Dial>');
  expect(dialled.states).toMatchObject([
    { kind: 'voice', callSid: 'CA1', queueSid: support },
    { kind: 'queue-whisper', queueSid: support },
  ]);
  expect(dialled.states[1]).not.toHaveProperty('callSid'); // it is the caller's, whoever that will be
});

// Guarantee: a queue that the account has not is nobody else's either, whatever its name.
test('a queue that is none', () => {
  const { xml, states } = rewritten(`<Dial action="/done"><Queue>${support}</Queue></Dial>`);
  expect(xml).toContain('<Queue>AC1/none</Queue>');
  expect(states[0]).not.toHaveProperty('queueSid');
});

// Guarantee: what follows from a document that is heard while waiting is heard while waiting, in the same queue.
test.each([
  ['queue-wait', '<Gather action="/key"/><Redirect>/more</Redirect>'],
  ['queue-whisper', '<Redirect>/more</Redirect>'],
  ['wait', '<Redirect>/more</Redirect>'],
  ['whisper', '<Gather action="/key"/>'],
] as const)('%s', (kind, inside) => {
  const { states } = rewritten(inside, { kind, queueSid: support });
  expect(new Set(states.map((state) => state['kind']))).toEqual(new Set([kind]));
  expect(states).toEqual(states.map(() => expect.objectContaining({ callSid: 'CA1', queueSid: support })));
});

// Guarantee: whom a call coaches is named as the carrier names that call; whoever is not one of the account's calls there is nobody.
test.each([
  [agent, 'CAupstream'],
  [`CA${'3'.repeat(32)}`, `CA${'0'.repeat(32)}`],
  ['CAupstream', `CA${'0'.repeat(32)}`],
])('coach="%s"', (coach, upstream) => {
  const { xml } = rewritten(`<Dial><Conference coach="${coach}">room</Conference></Dial>`);
  expect(xml).toContain(`coach="${upstream}"`);
});
