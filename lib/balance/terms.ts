import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { wholeNumber } from '../metering/whole-number.ts';
import type { Write } from '../store/commit.ts';
import { revised, unrevised } from '../store/revision.ts';
import { table } from '../store/table.ts';

/** How an account pays: by statement; from what was topped up; by statement, up to a limit in each period. */
export const paymentModes = ['postpaid', 'prepaid', 'capped'] as const;
export type PaymentMode = (typeof paymentModes)[number];

/**
 * A mode begins so long after it was asked for: by then every function knows of it, so that the mode in which a use ended
 * never depends on who rated it, or when (docs/decisions/038).
 */
export const leadMilliseconds = 10_000;

/** The money of a call is kept back for five minutes at a time. */
export const holdSecondsDefault = 300;

/** The terms on which an account pays, past ones included; no item: it has been postpaid always. */
const TermsEntity = new Entity({
  name: 'payment-terms',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('BAL')),
    kind: string().key().const('TERMS').savedAs('SK'),
    /** Oldest first; before the first the account was postpaid. `from` in epoch milliseconds; `by`: who set it. */
    modes: list(map({ mode: string().enum(...paymentModes), from: number(), by: string() })),
    /** What a capped account may spend in a period, in nano-units. */
    cap: number().big().transform(wholeNumber).optional(),
    /** For so many seconds at a time the money of a call is kept back. */
    holdSeconds: number().optional(),
    revision: number(),
  }),
});
export type Terms = FormattedItem<typeof TermsEntity>;

/** The terms of an account as they are in the table now; new ones, without a mode, where it has none. */
export async function loadTerms(accountSid: string): Promise<Terms> {
  const { Item } = await TermsEntity.build(GetItemCommand).key({ accountSid }).options({ consistent: true }).send();
  return Item ?? { accountSid, kind: 'TERMS', modes: [], revision: 0 };
}

/** Puts changed terms, on condition that nobody changed them since they were loaded. */
export const putChangedTerms = (loaded: Terms, changes: Partial<Terms>): Write =>
  TermsEntity.build(PutTransaction)
    .item(revised(loaded, changes))
    .options({ condition: loaded.revision === 0 ? { attr: 'revision', exists: false } : unrevised(loaded) });

/**
 * The terms of a new account whose parent pays in advance or up to a cap, in another currency than its own: it pays in
 * advance too, and has nothing yet. Without them it could use what nobody has paid for.
 */
export const putFirstTerms = (accountSid: string, by: string, now: number): Write =>
  TermsEntity.build(PutTransaction)
    .item({ accountSid, modes: [{ mode: 'prepaid', from: now, by }], revision: 1 })
    .options({ condition: { attr: 'revision', exists: false } });

/** The mode at an instant; undefined where the account had none yet, and is postpaid unless its parent pays. */
export const modeAt = ({ modes }: Terms, instant: number): PaymentMode | undefined =>
  modes.findLast(({ from }) => from <= instant)?.mode;
