import { words } from './attribute.ts';
import { now, type Verb } from './verb.ts';

// Which tags may stand inside which, as the twilio package has it.
const inWord = ['SsmlBreak', 'SsmlEmphasis', 'SsmlPhoneme', 'SsmlProsody', 'SsmlSayAs', 'SsmlSub'];
const inSentence = [...inWord, 'SsmlLang', 'SsmlW'];
/** What may stand inside `<Say>`. */
export const inProse = [...inSentence, 'SsmlP', 'SsmlS'];
const speech = (element: string, children: readonly string[], ...attributes: string[]) =>
  now(element, {
    children,
    text: { kind: 'words' },
    attributes: Object.fromEntries(attributes.map((name) => [name, words])),
  });

/** SSML's tags, which pass untouched inside `<Say>`; part of the table in verbs.ts. */
export const speechMarkup: Readonly<Record<string, Verb>> = {
  SsmlBreak: speech('break', [], 'strength', 'time'),
  SsmlEmphasis: speech('emphasis', inSentence, 'level'),
  SsmlLang: speech('lang', inProse, 'xml:lang'),
  SsmlP: speech('p', inSentence.concat('SsmlS')),
  SsmlPhoneme: speech('phoneme', [], 'alphabet', 'ph'),
  SsmlProsody: speech('prosody', inProse, 'volume', 'rate', 'pitch'),
  SsmlS: speech('s', inSentence),
  SsmlSayAs: speech('say-as', [], 'interpret-as', 'format', 'role'),
  SsmlSub: speech('sub', [], 'alias'),
  SsmlW: speech('w', inWord, 'role'),
};
