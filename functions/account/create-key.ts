import * as z from 'zod/mini';
import { hashOf, newSecret } from '../../lib/access/secret.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, created } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalText } from '../../lib/http/parameter.ts';
import { type ApiKey, loadApiKey, putChangedApiKey, putNewApiKey } from '../../lib/store/api-key.ts';
import { commit } from '../../lib/store/commit.ts';
import { listKeys } from '../../lib/store/resource.ts';
import { keyRepresentation } from './key-representation.ts';

/** Twilio's parameters (CreateNewKey, CreateNewSigningKey). */
export const CreateKey = z.object({ FriendlyName: optionalText(64) });

/** Makes an account an API key. The answer has its secret, once: only a hash is kept. */
export async function createKey({
  parameters,
  account,
  now,
  newSid,
  repeated,
}: TenantRequest<z.infer<typeof CreateKey>>): Promise<Answer | Refusal> {
  if (account.status !== 'active') return refuse(20005, account.status);
  const [sid, secret] = [newSid('SK'), newSecret()];
  const earlier = repeated ? await loadApiKey(sid) : undefined;
  const key: ApiKey = {
    sid,
    kind: 'KEY',
    accountSid: account.sid,
    friendlyName: parameters.FriendlyName ?? '',
    secretHash: hashOf(secret),
    createdAt: now,
    updatedAt: now,
    revision: 0,
    ...listKeys({ accountSid: account.sid, type: 'key', createdAt: now, sid }),
  };
  // A key whose secret was never told gets another one.
  const write = earlier === undefined ? putNewApiKey(key) : putChangedApiKey(earlier, { secretHash: key.secretHash });
  if ((await commit([write])) === 'lost') return refuse(20409, `${sid} was made at once`);
  return created({ ...keyRepresentation(key), secret });
}
