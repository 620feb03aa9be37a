import { chosenPlatform } from '../command/chosen-platform.ts';
import { commonHelp, type Problem, readOptions } from '../command/read-options.ts';
import type { Credentials } from '../platform-file.ts';

/** What `npm run deck` was asked, and where the platform is. */
export type DeckOptions = {
  readonly file: string;
  readonly deck: string;
  readonly currency: string;
  /** ISO 8601. */
  readonly effectiveFrom: string;
  readonly zone: string | undefined;
  readonly url: string;
  readonly operator: Credentials;
};

export const deckHelp = `npm run deck -- FILE.csv --deck NAME --currency EUR --from 2026-12-01T00:00:00Z [--zone Europe/Berlin]

Loads a deck of prices into the running platform, or the next version of one: all of it or nothing. What is wrong is told
by line and column. Plans name it: { "Model": "deck", "Deck": "NAME" }.

The CSV has a head with prefix and price, and of origin, connect, first, next, minimum, band, days, from, to what it needs:

  prefix,price,connect,first,next
  49,0.0164,,60,1
  4915,0.0515,0.02,60,1

  --deck NAME        the deck's name (needed)
  --currency EUR     the currency of its prices (needed)
  --from INSTANT     uses that begin from then on are priced by it (needed); a further version begins in the future
  --zone ZONE        the IANA zone of its time bands (UTC)
${commonHelp}`;

const names = {
  deck: { type: 'string' },
  currency: { type: 'string' },
  from: { type: 'string' },
  zone: { type: 'string' },
} as const;

/** Reads the command line. A problem is one sentence that says what to do. */
export function readDeckOptions(args: readonly string[]): DeckOptions | 'help' | Problem {
  const read = readOptions('deck', names, args, true);
  if (read === 'help' || 'problem' in read) return read;
  const { values, positionals } = read;
  const [file] = positionals;
  const { deck, currency, from, zone } = values;
  if (file === undefined || deck === undefined || currency === undefined || from === undefined) {
    return { problem: 'A file, --deck, --currency and --from are needed: npm run deck -- --help shows an example' };
  }
  const platform = chosenPlatform(values);
  if ('problem' in platform) return platform;
  const { url, operator } = platform;
  return { file, deck, currency, effectiveFrom: from, zone, url, operator };
}
