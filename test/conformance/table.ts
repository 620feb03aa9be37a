import { type Operation, operations } from './operations.ts';

/** The page that tells which of Twilio's operations there are. */
export const tablePath = 'docs/api.md';

const [begin, end] = ['<!-- operations: npm run operations -->', '<!-- /operations -->'];

const shortened = (path: string): string => path.replace('/2010-04-01/Accounts/{AccountSid}', '~');

const methodsByPath = (some: readonly Operation[]): Map<string, string> =>
  new Map(
    [...Map.groupBy(some, ({ path }) => path)].map(([path, group]) => [
      path,
      group.map(({ method }) => method).join(' '),
    ]),
  );

/** The page with the table of operations between its markers. Throws where it has none. */
export function withTable(page: string, offered: readonly Operation[]): string {
  const [before, after] = [page.split(begin)[0], page.split(end)[1]];
  if (before === undefined || after === undefined) throw new Error(`${tablePath} has no ${begin} … ${end}`);
  const ids = new Set(offered.map(({ id }) => id));
  const rows = (some: readonly Operation[]): string[] =>
    [...methodsByPath(some)].sort().map(([path, methods]) => `| \`${shortened(path)}\` | ${methods} |`);
  const section = [
    begin,
    '',
    `${offered.length} of the ${operations.length} operations of Twilio's document are offered (\`~\` is \`/2010-04-01/Accounts/{AccountSid}\`):`,
    '',
    '| path | methods |',
    '|---|---|',
    ...rows(offered),
    '',
    '<details><summary>Not offered: these answer 404 with code 20404 and say so</summary>',
    '',
    '| path | methods |',
    '|---|---|',
    ...rows(operations.filter(({ id }) => !ids.has(id))),
    '',
    '</details>',
    '',
    end,
  ];
  return before + section.join('\n') + after;
}
