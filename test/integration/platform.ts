import { randomBytes } from 'node:crypto';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { startTable } from '../../lib/local/start-table.ts';
import { type Credentials, type Handler, send } from './gateway.ts';

/**
 * The local table with an operator enrolled in it, and what functions read from their environment. One a test file:
 * the table's client lives as long as its module. Ends with `close`.
 */
export async function startPlatform(variables: Readonly<Record<string, string>> = {}) {
  const table = await startTable();
  Object.assign(process.env, {
    RECORDINGS_BUCKET: 'recordings',
    STATEMENTS_BUCKET: 'statements',
    QUEUE_PREFIX: 'tallyline-test-',
    PUBLIC_URL: 'http://127.0.0.1:1',
    CARRIER_URL: 'http://127.0.0.1:1',
    CARRIER_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    CARRIER_AUTH_TOKEN: 'carrier',
    DATA_KEY: randomBytes(32).toString('base64'),
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    ...variables,
  });
  // Imported now: a client reads its endpoint when its module is loaded.
  const { handler: enrolOperator } = await import('../../functions/account/enrol-operator.ts');
  const { handler: accountApi } = await import('../../functions/account/http.ts');
  const { documents } = await import('../../lib/store/table.ts');
  const operator = (await enrolOperator({ FriendlyName: 'Operator' })) as Credentials;
  const api = accountApi as unknown as Handler;

  const scanned = async (): Promise<Record<string, unknown>[]> => {
    const found: Record<string, unknown>[] = [];
    const pages = paginateScan({ client: documents }, { TableName: table.tableName, ConsistentRead: true });
    for await (const { Items } of pages) found.push(...(Items ?? []));
    return found;
  };

  return {
    operator,
    accountApi: api,
    /** Enrols an account under `parent`: a tenant under the operator, a sub-account under a tenant. */
    async enrol(parent: Credentials = operator, friendlyName = 'Tenant'): Promise<Credentials> {
      const { body } = await send(api, {
        method: 'POST',
        path: '/2010-04-01/Accounts.json',
        as: parent,
        form: { FriendlyName: friendlyName },
      });
      return { sid: String(body['sid']), authToken: String(body['auth_token']) };
    },
    /**
     * Every item in the table, since what must not be written is looked for everywhere; but for the count of each account's
     * requests, which any request moves, and for exchanges, which whatever is asked of others leaves.
     */
    items: async () => (await scanned()).filter(({ PK }) => !/^(LIM|EXC)#/.test(String(PK))),
    /** What is kept of exchanges with programs and carriers, of those whose key begins so. */
    exchanges: async (prefix = 'EXC#') => (await scanned()).filter(({ PK }) => String(PK).startsWith(prefix)),
    close: table.close,
  };
}
export type Platform = Awaited<ReturnType<typeof startPlatform>>;
