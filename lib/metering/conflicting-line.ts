import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { log } from '../http/log.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';

/** What the alarm of functions/usage/functions.yml counts: the filters there and in billing's read this very message. */
export const conflictMessage = 'A use came again with other facts';

/** What a line has from its usage event. The rest is rating's, which another price may make otherwise without any conflict. */
const facts = [
  'microService',
  'meter',
  'resourceSid',
  'quantity',
  'destination',
  'startedAt',
  'finalizedAt',
] as const satisfies readonly (keyof LedgerLine)[];

/** Each as text; '' where there is none. */
type Facts = Readonly<Record<(typeof facts)[number], string>>;

const gathered = (textOf: (fact: (typeof facts)[number]) => string): Facts =>
  Object.fromEntries(facts.map((fact) => [fact, textOf(fact)])) as Facts;

/** The facts of a line. */
export const factsOf = (line: LedgerLine): Facts => gathered((fact) => String(line[fact] ?? ''));

/** The facts of a line as the table has it: a cancelled transaction gives it back so. */
export const storedFacts = (item: Readonly<Record<string, AttributeValue>>): Facts =>
  gathered((fact) => item[fact]?.S ?? item[fact]?.N ?? '');

/** Says so where a line comes whose id stands for a use of other facts. What stands is never changed: the first wins. */
export function reportConflict(line: LedgerLine, standing: Facts): void {
  const came = factsOf(line);
  const differing = facts.filter((fact) => came[fact] !== standing[fact]);
  if (differing.length === 0) return;
  const { accountSid, day, id } = line;
  const only = (all: Facts) => Object.fromEntries(differing.map((fact) => [fact, all[fact]]));
  log.error(conflictMessage, { accountSid, day, id, stands: only(standing), came: only(came) });
}
