import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { verbs } from '../../../lib/twiml/verbs.ts';

const declared = (response: string) =>
  readFileSync(`node_modules/twilio/lib/twiml/${response}.d.ts`, 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '');
const voice = declared('VoiceResponse');
const messaging = declared('MessagingResponse');

/** `class Gather … { say(…): VoiceResponse.Say; }` → Gather → [Say] */
function childrenByClass(source: string): Map<string, Set<string>> {
  return new Map(
    source
      .split(/\bclass (?=\w+ extends TwiML)/)
      .slice(1)
      .map((body) => {
        const children = body.matchAll(/\): (?:Voice|Messaging)Response\.(\w+);/g);
        return [body.match(/^\w+/)?.[0] ?? '', new Set(Array.from(children, ([, child = '']) => child))];
      }),
  );
}

/** `interface GatherAttributes { action?: string; }` → Gather → [action] */
function attributesByClass(source: string): Map<string, string[]> {
  const interfaces = source.matchAll(/interface (\w+)Attributes \{([^}]*)\}/g);
  return new Map(
    Array.from(interfaces, ([, name = '', body = '']) => [
      name,
      Array.from(body.matchAll(/^\s+"?([\w:-]+)"?\?:/gm), ([, attribute = '']) => attribute),
    ]),
  );
}

const classes = [...childrenByClass(voice), ...childrenByClass(messaging)];

const elementOf = (name: string): string => verbs[name]?.element ?? `no ${name}`;

// Guarantee: nothing that the official SDK can write is unknown to us: offered, or refused by name.
test.each(classes)('knows %s and what may stand inside it', (name, children) => {
  expect(verbs).toHaveProperty(name);
  expect(verbs[name]?.children.map(elementOf)).toEqual(expect.arrayContaining([...children].map(elementOf)));
});

// Guarantee: an attribute that the official SDK can write on an offered verb is never taken for a mistake.
test.each([...attributesByClass(voice), ...attributesByClass(messaging)].filter(([name]) => verbs[name]?.offered))(
  'knows every attribute of %s',
  (name, attributes) => {
    expect(Object.keys(verbs[name]?.attributes ?? {})).toEqual(expect.arrayContaining(attributes));
  },
);

// Guarantee: the table holds together: every child and every companion of a link is in it.
test('names nothing that it lacks', () => {
  for (const [name, verb] of Object.entries(verbs)) {
    for (const child of verb.children) expect(verbs).toHaveProperty(child);
    for (const kind of Object.values(verb.attributes)) {
      if (kind.kind === 'status' && kind.eventAttribute) expect(verb.attributes).toHaveProperty(kind.eventAttribute);
      if (kind.kind === 'instructions')
        expect([name, Object.keys(verb.attributes)]).toEqual([name, expect.arrayContaining([kind.method])]);
    }
  }
});

// Guarantee: this is what the product offers now; a change of it is meant.
test('offers', () => {
  const offered = Object.entries(verbs).filter(([name, verb]) => verb.offered && !/^Ssml|Response$/.test(name));
  expect(offered.map(([name]) => name).sort()).toEqual([
    ...[
      'Body',
      'Conference',
      'Connect',
      'ConnectedStream',
      'Dial',
      'Enqueue',
      'Gather',
      'Hangup',
      'Leave',
      'Media',
      'Message',
      'Number',
      'Pause',
    ],
    ...[
      'Play',
      'Queue',
      'Record',
      'Redirect',
      'Reject',
      'Say',
      'Start',
      'Stop',
      'StoppedStream',
      'Stream',
      'StreamParameter',
    ],
  ]);
});
