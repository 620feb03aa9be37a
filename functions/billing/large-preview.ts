import { Entity } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { loadAccount } from '../../lib/access/account-access.ts';
import { statementOf } from '../../lib/statement/make-statement.ts';
import { parseStatement } from '../../lib/statement/parse-statement.ts';
import type { Statement } from '../../lib/statement/statement.ts';
import { renderJson } from '../../lib/statement/statement-document.ts';
import { commit } from '../../lib/store/commit.ts';
import { table } from '../../lib/store/table.ts';
import { enqueue, type PreviewMessage } from './enqueue.ts';
import { gatherStatement } from './gather-statement.ts';
import { keepPieces, loadPieces } from './kept-pieces.ts';
import { sumUpLines } from './sum-up-lines.ts';

/** A preview that was made is answered for so long; who asks later gets a new one. */
const freshMilliseconds = 15 * 60_000;
/** So long the worker has for one: then it is asked again. */
const patienceMilliseconds = 30 * 60_000;
const keptForSeconds = 86_400;

/** The preview of a period with more lines than a request can sum up: asked of the worker, then made. */
const PreviewEntity = new Entity({
  name: 'large-preview',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('CLO')),
    /** `<period>#PREVIEW` */
    key: string().key().savedAs('SK'),
    status: string().enum('asked', 'made'),
    /** Epoch milliseconds. */
    askedAt: number(),
    expires: number(),
  }),
});

type Preview = { readonly statement: Statement; readonly previewAt: number };

const keyOf = (period: string): string => `${period}#PREVIEW`;
const nameOf = (period: string, askedAt: number): string => `${period}#PREVIEW#${askedAt}`;
const expiryOf = (askedAt: number): number => Math.floor(askedAt / 1_000) + keptForSeconds;

/** The preview of a large period where there is a fresh one; else since when the worker is at it, which is asked where it is not. */
export async function previewOf(
  accountSid: string,
  period: string,
  now: number,
): Promise<Preview | { readonly askedAt: number }> {
  const { Item } = await PreviewEntity.build(GetItemCommand)
    .key({ accountSid, key: keyOf(period) })
    .options({ consistent: true })
    .send();
  if (Item?.status === 'made' && Item.askedAt > now - freshMilliseconds) {
    const json = (await loadPieces(accountSid, nameOf(period, Item.askedAt))) as string;
    return { statement: parseStatement(json), previewAt: Item.askedAt };
  }
  if (Item?.status === 'asked' && Item.askedAt > now - patienceMilliseconds) return { askedAt: Item.askedAt };
  const preview = { accountSid, period, askedAt: now };
  await enqueue({ preview });
  await commit([putPreview(preview, 'asked')]); // lost: it is made already, or another was asked for
  return { askedAt: now };
}

/** What was made is not put back to what was asked. */
const putPreview = ({ accountSid, period, askedAt }: PreviewMessage['preview'], status: 'asked' | 'made') =>
  PreviewEntity.build(PutTransaction)
    .item({ ...{ accountSid, key: keyOf(period), status, askedAt }, expires: expiryOf(askedAt) })
    .options({
      condition: {
        or: [
          { attr: 'askedAt', exists: false },
          { attr: 'askedAt', [status === 'asked' ? 'lt' : 'lte']: askedAt } as { attr: 'askedAt'; lte: number },
        ],
      },
    });

/** Makes a preview that was asked for; again, it makes it again. */
export async function makePreview({ preview }: PreviewMessage): Promise<void> {
  const { accountSid, period, askedAt } = preview;
  const account = await loadAccount(accountSid);
  if (account === undefined) throw new Error(`There is no account ${accountSid} of which to make a preview.`);
  const gathered = await gatherStatement(account, period);
  const sums = await sumUpLines(gathered);
  if (sums === undefined) throw new Error(`${accountSid} ${period}: its lines were not summed up to the end.`);
  const json = renderJson(statementOf(gathered.inputWith(sums), sums));
  await keepPieces(accountSid, nameOf(period, askedAt), json, expiryOf(askedAt));
  await commit([putPreview(preview, 'made')]); // lost: a younger one was asked for
}
