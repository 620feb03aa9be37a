/** What stands for what: each character of the first text is written as the second, which the GSM alphabet has. */
const lookalikes: readonly (readonly [characters: string, written: string])[] = [
  ['\u00ab\u00bb\u201c\u201d\u201e\u201f\u02ba\u02ee\u275d\u275e\u301d\u301e\uff02', '"'],
  ['\u2018\u2019\u201a\u201b\u02bb\u02bc\u02bd\u02c8\u02cb\u02ca\u00b4\u0060\u275b\u275c\u2032\uff07', "'"],
  ['\u00f7\u2044\u2215\u29f8\u2571\uff0f', '/'],
  ['\u2216\u29f5\u2572\uff3c', '\\'],
  ['\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u23bc\u23bd\ufe58\ufe63\uff0d', '-'],
  ['\u02c6\u02c4\u2038\uff3e', '^'],
  ['\u02dc\u02f7\u223c\u2053\uff5e', '~'],
  ['\u203e\u2017\u0332\uff3f', '_'],
  ['\u2016\u01c0\u2223\u23d0\u2758\uff5c', '|'],
  ['\u2039\u27e8\uff1c', '<'],
  ['\u203a\u27e9\uff1e', '>'],
  ['\u2768\u276a\uff08', '('],
  ['\u2769\u276b\uff09', ')'],
  ['\u2774\ufe5b\uff5b', '{'],
  ['\u2775\ufe5c\uff5d', '}'],
  ['\uff3b', '['],
  ['\uff3d', ']'],
  ['\u204e\u2217\u2731\ufe61\uff0a', '*'],
  ['\u201a\u3001\ufe50\uff0c', ','],
  ['\u2024\ufe52\uff0e', '.'],
  ['\u02d0\u0589\u2236\ufe55\uff1a', ':'],
  ['\u037e\u061b\ufe14\ufe54\uff1b', ';'],
  ['\u01c3\ufe15\ufe57\uff01', '!'],
  ['\ufe16\ufe56\uff1f', '?'],
  ['\ufe5f\uff03', '#'],
  ['\ufe69\uff04', '$'],
  ['\u066a\ufe6a\uff05', '%'],
  ['\ufe60\uff06', '&'],
  ['\ufe62\uff0b', '+'],
  ['\ufe66\uff1d', '='],
  ['\ufe6b\uff20', '@'],
  ['\u2026', '...'],
  ['\u203c', '!!'],
  ['\u00bc', '1/4'],
  ['\u00bd', '1/2'],
  ['\u00be', '3/4'],
  ['\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000', ' '],
  ['\u2028\u2029\u0085', '\n'],
  ['\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e', ''],
];

const writtenAs = new Map(
  lookalikes.flatMap(([characters, written]) => Array.from(characters, (one) => [one, written])),
);

/**
 * A text with the characters that look like one of the GSM alphabet written as that (Twilio's `SmartEncoded`): a curly
 * quotation mark no longer makes UCS-2 of all the rest. Letters, emoji and what has no lookalike stay.
 *
 * @example smartEncoded('“Don’t” — it…') // "Don't" - it...
 */
export const smartEncoded = (text: string): string =>
  Array.from(text, (character) => writtenAs.get(character) ?? character).join('');
