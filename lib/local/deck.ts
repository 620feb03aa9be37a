import { readFile } from 'node:fs/promises';
import { Listr } from 'listr2';
import { type DeckOptions, deckHelp, readDeckOptions } from './deck/options.ts';

/** `npm run deck`: loads a deck of prices from a CSV file into a running platform. */
const options = readDeckOptions(process.argv.slice(2));
if (options === 'help') process.stdout.write(deckHelp);
else if ('problem' in options) fail(options.problem);
else await load(options);

type Answer = {
  readonly Version: number;
  readonly Rates: number;
  readonly EffectiveFrom: string;
  readonly message: string;
};

async function load(asked: DeckOptions): Promise<void> {
  const title = `Loading ${asked.file} as ${asked.deck}`;
  const tasks = new Listr([
    {
      title,
      task: async (_, task) => {
        const csv = await readFile(asked.file);
        const lines = csv.filter((byte) => byte === 10).length;
        task.title = `${title}: ${lines} lines, ${csv.length} bytes, being read by the platform`;
        const answer = await send(asked, csv);
        task.title = `${asked.deck}, version ${answer.Version}: ${answer.Rates} rates, in force from ${answer.EffectiveFrom}`;
      },
    },
  ]);
  await tasks.run().catch(() => {
    process.exitCode = 1; // the task shows what went wrong
  });
}

async function send({ url, operator, deck, currency, effectiveFrom, zone }: DeckOptions, csv: Buffer): Promise<Answer> {
  const query = new URLSearchParams({
    Deck: deck,
    Currency: currency,
    EffectiveFrom: effectiveFrom,
    ...(zone !== undefined && { Zone: zone }),
  });
  const authorization = `Basic ${Buffer.from(`${operator.accountSid}:${operator.authToken}`).toString('base64')}`;
  const response = await fetch(`${url}/v1/Decks?${query}`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'text/csv' },
    body: new Uint8Array(csv),
  });
  const answer = (await response.json()) as Answer;
  if (!response.ok) throw new Error(answer.message.replaceAll('; ', '\n  '));
  return answer;
}

function fail(problem: string): void {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
