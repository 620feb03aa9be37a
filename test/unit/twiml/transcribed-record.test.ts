import { expect, test } from '@jest/globals';
import { demandsOf } from '../../../lib/twiml/demands.ts';
import { rewriteTwiml } from '../../../lib/twiml/rewrite-twiml.ts';
import type { StatusRequest } from '../../../lib/twiml/rewriting.ts';
import { writeTwiml } from '../../../lib/twiml/write-twiml.ts';
import { document } from './document.ts';

/** A document for the carrier, and what it will be told of a transcription. */
function rewritten(inside: string) {
  const asked: StatusRequest[] = [];
  const { document: result } = rewriteTwiml(document(`<Response>${inside}</Response>`), {
    documentUrl: 'https://tenant.example/voice',
    instructions: () => undefined,
    status: (request) => {
      if (request.of === 'transcription') asked.push(request);
      return `https://us.example/${request.of}`;
    },
    parameters: {},
    name: (_of, value) => value,
    number: (_noun, value) => value,
    call: (sid) => sid,
  });
  return { xml: writeTwiml(result), asked: asked.map(({ url, method }) => `${method} ${url}`) };
}

// Guarantee: a recording that is to be transcribed reports that to us, asked for or not, and is metered.
test.each([
  ['<Record transcribe="true"/>', 'POST undefined'],
  ['<Record transcribe="true" transcribeCallback="/words"/>', 'POST https://tenant.example/words'],
])('%s', (inside, wish) => {
  const { xml, asked } = rewritten(inside);
  expect(asked).toEqual([wish]);
  expect(xml).toMatch(/transcribe="true".* transcribeCallback="https:\/\/us\.example\/transcription"/);
  expect([...demandsOf(document(`<Response>${inside}</Response>`)).meters].sort()).toEqual([
    'recordings',
    'transcriptions',
  ]);
});

// Guarantee: as at Twilio, a callback alone is no wish for a transcription.
test.each([
  '<Record transcribeCallback="/words"/>',
  '<Record transcribe="false" transcribeCallback="/words"/>',
  '<Record transcribe="yes" transcribeCallback="/words"/>',
])('%s', (inside) => {
  const { xml, asked } = rewritten(inside);
  expect(asked).toEqual([]);
  expect(xml).not.toMatch(/transcribeCallback|transcribe="(true|yes)"/);
  expect([...demandsOf(document(`<Response>${inside}</Response>`)).meters]).toEqual(['recordings']);
});
