import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import type { TenantRequest } from '../../lib/http/api.ts';

/** Adding somebody by dialling out (OpenAPI: CreateParticipant) is not offered yet, and says what does the same. */
export const refuseDiallingOut = async ({ uri }: TenantRequest<unknown>): Promise<Refusal> =>
  refuse(20404, `${uri.path}: dialling out (place a call that answers <Dial><Conference> instead)`);
