import { rfc2822 } from '../../lib/http/date.ts';
import type { ApiKey } from '../../lib/store/api-key.ts';

/** An API key as Twilio's API shows it (OpenAPI: api.v2010.account.key, .signing_key); its secret is in no answer but the first. */
export const keyRepresentation = ({ sid, friendlyName, createdAt, updatedAt }: ApiKey) => ({
  sid,
  friendly_name: friendlyName,
  date_created: rfc2822(createdAt),
  date_updated: rfc2822(updatedAt),
});
