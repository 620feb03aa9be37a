import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { type Media, mediaOf } from './media.ts';
import { loadMessageOf } from './store-message.ts';

/** The parameters of one medium's paths. */
export const NamedMedia = z.object({ MessageSid: z.string(), Sid: z.string() });
export type MediaRequest = TenantRequest<z.infer<typeof NamedMedia>>;

/** A medium of a message that the account may see; 20404. */
export async function findMedia({ parameters, account, uri }: MediaRequest): Promise<Media | Refusal> {
  const message = await loadMessageOf(account.sid, parameters.MessageSid);
  const media = message && (await mediaOf(message.sid)).find(({ sid }) => sid === parameters.Sid);
  return media ?? refuse(20404, uri.path);
}
