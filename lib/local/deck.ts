import { readFile } from 'node:fs/promises';
import { platformClient } from './command/platform-client.ts';
import { startCommand } from './command/start-command.ts';
import { withProgress } from './command/with-progress.ts';
import { type DeckOptions, deckHelp, readDeckOptions } from './deck/options.ts';

type Loaded = { readonly Version: number; readonly Rates: number; readonly EffectiveFrom: string };

/** `npm run deck`: loads a deck of prices from a CSV file into a running platform. */
await startCommand(deckHelp, readDeckOptions(process.argv.slice(2)), async (asked) => {
  await withProgress(`Loading ${asked.file} as ${asked.deck}`, async (tell, titled) => {
    const csv = await readFile(asked.file);
    const lines = csv.filter((byte) => byte === 10).length;
    tell(`${lines} lines, ${csv.length} bytes, being read by the platform`);
    const { Version, Rates, EffectiveFrom } = await load(asked, csv);
    titled(`${asked.deck}, version ${Version}: ${Rates} rates, in force from ${EffectiveFrom}`);
  });
});

function load({ url, operator, deck, currency, effectiveFrom, zone }: DeckOptions, csv: Uint8Array): Promise<Loaded> {
  const query = new URLSearchParams({
    Deck: deck,
    Currency: currency,
    EffectiveFrom: effectiveFrom,
    ...(zone !== undefined && { Zone: zone }),
  });
  return platformClient(url, operator).upload<Loaded>(`/v1/Decks?${query}`, 'text/csv', csv);
}
