import { hkdfSync } from 'node:crypto';
import { Entity } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { environment } from '../environment/environment.ts';
import { commit } from '../store/commit.ts';
import { table } from '../store/table.ts';

/** What a key derived from the data key is for: one use, one key. */
export type KeyPurpose = 'secret' | 'link' | 'sid';

/** The platform's data key as KMS wrapped it; made at first use, once. */
const DataKeyEntity = new Entity({
  name: 'data-key',
  table,
  timestamps: false,
  schema: item({
    partition: string().key().const('KEY#platform').savedAs('PK'),
    kind: string().key().const('DATA').savedAs('SK'),
    wrapped: string(),
  }),
});

let dataKey: Promise<Buffer> | undefined;
const derived = new Map<KeyPurpose, Buffer>();

/** The 32-byte key for one purpose, derived from the platform's data key (HKDF, RFC 5869). */
export async function keyFor(purpose: KeyPurpose): Promise<Buffer> {
  const known = derived.get(purpose);
  if (known !== undefined) return known;
  dataKey ??= obtain();
  const key = Buffer.from(hkdfSync('sha256', await dataKey, 'tallyline', purpose, 32));
  derived.set(purpose, key);
  return key;
}

async function obtain(): Promise<Buffer> {
  const source = environment().dataKey;
  try {
    return 'base64' in source ? decode(source.base64) : await unwrapped(source.kmsKeyId);
  } catch (error) {
    dataKey = undefined; // An outage of KMS must not outlive itself.
    throw error;
  }
}

function decode(base64: string): Buffer {
  const key = Buffer.from(base64, 'base64');
  if (key.length !== 32) throw new Error('DATA_KEY must be 32 bytes in base64');
  return key;
}

async function unwrapped(kmsKeyId: string): Promise<Buffer> {
  // Whoever opens no secret loads no client; and of a module of ours the bundle takes only what it names of the library.
  const { makeDataKey, unwrapDataKey } = await import('./kms.ts');
  return unwrapDataKey(kmsKeyId, (await load()) ?? (await store(await makeDataKey(kmsKeyId))));
}

async function load(): Promise<string | undefined> {
  const { Item } = await DataKeyEntity.build(GetItemCommand).key({}).options({ consistent: true }).send();
  return Item?.wrapped;
}

/** Stores a new data key, and answers the one that then is the platform's: another function may have been first. */
async function store(wrapped: string): Promise<string> {
  await commit([
    DataKeyEntity.build(PutTransaction)
      .item({ wrapped })
      .options({ condition: { attr: 'wrapped', exists: false } }),
  ]);
  const stored = await load();
  if (stored === undefined) throw new Error('The data key was not stored');
  return stored;
}
