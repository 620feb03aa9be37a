import { expect, test } from '@jest/globals';
import { demandsOf } from '../../../lib/twiml/demands.ts';
import { rewriteTwiml } from '../../../lib/twiml/rewrite-twiml.ts';
import type { InstructionsRequest, StatusRequest } from '../../../lib/twiml/rewriting.ts';
import { writeTwiml } from '../../../lib/twiml/write-twiml.ts';
import { document } from './document.ts';

/** A document for the carrier, and which links were asked for. */
function rewritten(inside: string) {
  const asked: (InstructionsRequest | StatusRequest)[] = [];
  const link = (request: InstructionsRequest | StatusRequest) => {
    asked.push(request);
    return 'https://us.example/';
  };
  const { document: result } = rewriteTwiml(document(`<Response>${inside}</Response>`), {
    documentUrl: 'https://tenant.example/app/voice',
    instructions: link,
    status: link,
    parameters: { CallSid: 'CA1' },
    name: (of, value) => `${of}/AC1/${value}`,
    number: (_noun, value) => value,
    call: (sid) => sid,
  });
  return { xml: writeTwiml(result).replace(/^.*?<Response>|<\/Response>$/g, ''), asked };
}

// Guarantee: a stream goes to the tenant's own server by a name of the account's, tells us what becomes of it, and takes our SIDs along.
test('a stream', () => {
  const { xml, asked } = rewritten(
    '<Start><Stream url="/media" name="feed" track="both_tracks"><Parameter name="a" value="b"/></Stream></Start>',
  );
  expect(xml).toContain('<Stream url="wss://tenant.example/media" name="stream/AC1/feed" track="both_tracks"');
  expect(xml).toContain('<Parameter name="a" value="b"/><Parameter name="CallSid" value="CA1"/></Stream>');
  expect(asked).toMatchObject([{ of: 'stream', url: undefined }]);
});

// Guarantee: what a program says of a call goes before what we say, and what it wishes to be told of the stream is kept.
test('a stream that speaks, and one that is stopped', () => {
  const connected = rewritten(
    '<Connect action="/after"><Stream url="wss://h.example/m" statusCallback="/stream"><Parameter name="CallSid" value="mine"/></Stream></Connect>',
  );
  expect(connected.xml).toContain('<Parameter name="CallSid" value="mine"/></Stream>');
  expect(connected.asked).toMatchObject([
    { attribute: 'action', url: 'https://tenant.example/after' },
    { of: 'connected-stream', url: 'https://tenant.example/stream', method: 'POST' },
  ]);
  expect(rewritten('<Stop><Stream name="feed"/></Stop>')).toMatchObject({
    xml: '<Stop><Stream name="stream/AC1/feed"/></Stop>',
    asked: [],
  });
});

// Guarantee: which servers hear a call, and what that is metered by, is known before it is executed.
test('tells what streams demand', () => {
  const inside = '<Start><Stream url="wss://a.example/m"/></Start>\n<Connect><Stream url="/b"/></Connect>';
  const { sockets, meters } = demandsOf(document(`<Response>${inside}</Response>`));
  expect(sockets).toEqual([
    { url: 'wss://a.example/m', line: 1 },
    { url: '/b', line: 2 },
  ]);
  expect([...meters]).toEqual(['calls-media-stream-minutes']);
});
