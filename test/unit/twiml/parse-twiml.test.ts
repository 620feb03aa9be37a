import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { elementsOf, type TwimlElement, type TwimlNode, textOf } from '../../../lib/twiml/element.ts';
import { parseTwiml, twimlLimits } from '../../../lib/twiml/parse-twiml.ts';
import { writeTwiml } from '../../../lib/twiml/write-twiml.ts';
import { document } from './document.ts';

const withoutLines = (node: TwimlNode): unknown =>
  typeof node === 'string' ? node : [node.name, Object.entries(node.attributes), node.children.map(withoutLines)];

// Guarantee: what a tenant wrote is what we read: attributes, nested elements, text, CDATA, references, and the line.
test('reads elements, attributes, text and lines', () => {
  const read = document(`<?xml version="1.0" encoding="UTF-8"?>
    <!-- a comment -->
    <Response>
      <Say voice="alice">Fish &amp; <![CDATA[<chips>]]>&#33;</Say>
      <Gather numDigits="1"/>
    </Response>`);
  const [say, gather] = elementsOf(read) as [TwimlElement, TwimlElement];
  expect(read.line).toBe(3);
  expect({ ...say.attributes }).toEqual({ voice: 'alice' });
  expect(textOf(say)).toBe('Fish & <chips>!');
  expect([gather.name, gather.line]).toEqual(['Gather', 5]);
});

// Guarantee: an attribute is only an attribute, whatever JavaScript makes of its name.
test('keeps attributes named like parts of every object', () => {
  const { attributes } = document('<Response __proto__="a" constructor="b" toString="c"/>');
  expect(Object.entries(attributes)).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
    ['toString', 'c'],
  ]);
  expect(Object.getPrototypeOf(attributes)).toBeNull();
});

// Guarantee: a document that is not TwiML is refused with Twilio's code and the place, and is never half read.
test.each([
  ['nothing', '', 12100, /root element/],
  ['blanks', ' \n ', 12100, /root element/],
  ['another root', '<Respond/>', 12102, /must be Response, but it is Respond/],
  ['an open end', '<Response><Say>', 12100, /[Uu]nclosed/],
  ['two roots', '<Response/><Response/>', 12100, /root/],
  ['text after the end', '<Response/>x', 12100, /outside of root/],
  ['a document type', '<!DOCTYPE Response><Response/>', 12100, /DOCTYPE/],
  ['an entity bomb', '<!DOCTYPE r [<!ENTITY a "&b;&b;"><!ENTITY b "x">]><Response>&a;</Response>', 12100, /DOCTYPE/],
  [
    'an external entity',
    '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><Response>&a;</Response>',
    12100,
    /DOCTYPE/,
  ],
  ['an unknown entity', '<Response>&nbsp;</Response>', 12100, /entity/],
  ['a NUL', '<Response>\0</Response>', 12100, /character/],
  ['a reference to NUL', '<Response>&#0;</Response>', 12100, /character/],
  ['a control character under XML 1.1', '<?xml version="1.1"?><Response>&#1;</Response>', 12100, /character/],
  ['half a surrogate pair', '<Response><!\ud800', 12100, /surrogate/],
  ['an attribute twice', '<Response a="1" a="2"/>', 12100, /duplicate/i],
  ['a foreign encoding', '<?xml version="1.0" encoding="UTF-16"?><Response>é</Response>', 12100, /UTF-8/],
  ['bytes that are not UTF-8', Uint8Array.of(0x3c, 0xff), 12100, /UTF-8/],
  ['too many bytes', `<Response>${'é'.repeat(twimlLimits.bytes / 2)}</Response>`, 12100, /65536 are allowed/],
  ['too deep', `<Response>${'<p>'.repeat(twimlLimits.depth)}`, 12100, /deeper/],
  ['too many elements', `<Response>${'<p/>'.repeat(twimlLimits.elements)}</Response>`, 12100, /more than 2000/],
  [
    'too many attributes',
    `<Response ${Array.from({ length: 65 }, (_, n) => `a${n}="1"`).join(' ')}/>`,
    12100,
    /attributes/,
  ],
])('refuses %s', (_name, xml, code, message) => {
  const parsed = parseTwiml(xml);
  expect(parsed).toMatchObject({ kind: 'refused', code, message: expect.stringMatching(message) });
});

// Guarantee: a refusal says where, counted from 1.
test('names the place', () => {
  expect(parseTwiml('<Response>\n  <Say>&x;</Say>\n</Response>')).toMatchObject({ line: 2, column: 11 });
});

const xmlName = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,9}$/);
const xmlText = fc
  .string({ unit: 'grapheme', minLength: 1 })
  .map((text) => text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ' '));
const attributes = fc.dictionary(xmlName, xmlText, { noNullPrototype: false });
const { node } = fc.letrec<{ node: TwimlElement; child: TwimlNode }>((tie) => ({
  node: fc.record({
    name: xmlName,
    attributes,
    // No two runs of text side by side: a reader cannot tell them apart.
    children: fc
      .array(tie('child'), { maxLength: 4 })
      .map((nodes) => nodes.filter((it, at) => typeof it !== 'string' || typeof nodes[at - 1] !== 'string')),
    line: fc.constant(0),
  }),
  child: fc.oneof({ depthSize: 'small', withCrossShrink: true }, xmlText, tie('node')),
}));

// Guarantee: writing loses nothing: what is read back equals what was written.
test('reads back what it wrote', () => {
  fc.assert(
    fc.property(node, (root) => {
      const written = { ...root, name: 'Response' };
      expect(withoutLines(document(writeTwiml(written)))).toEqual(withoutLines(written));
    }),
    { numRuns: 300 },
  );
});

// Guarantee: no text makes an unreadable document, not even half a surrogate pair in a tenant's string.
test('writes any text so that it can be read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const say: TwimlElement = { name: 'Say', attributes: { voice: text }, children: [`${text}.`], line: 0 };
      expect(parseTwiml(writeTwiml({ name: 'Response', attributes: {}, children: [say], line: 0 })).kind).toBe(
        'document',
      );
    }),
  );
});

// Guarantee: no input throws or hangs.
test('answers any text', () => {
  const mark = fc.constantFrom(
    '<',
    '>',
    '</',
    '/>',
    '&',
    ';',
    '"',
    "'",
    '=',
    ' ',
    '<!',
    '[',
    ']]>',
    '<?',
    '?>',
    '<!--',
    'Response',
    'Say',
    '&#',
    'x',
    '\0',
    '\ud800',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(mark, { maxLength: 60 }).map((marks) => marks.join('')),
      ),
      (xml) => {
        expect(['document', 'refused']).toContain(parseTwiml(xml).kind);
        expect(['document', 'refused']).toContain(parseTwiml(`<Response>${xml}`).kind);
      },
    ),
    { numRuns: 1_000 },
  );
  const start = performance.now();
  for (const unit of ['<', '<a ', '&amp;', '<![CDATA[', '<!--', '<a b="', ']]>', '&#1']) {
    parseTwiml(`<Response>${unit.repeat(60_000 / unit.length)}`);
  }
  expect(performance.now() - start).toBeLessThan(20_000);
});
