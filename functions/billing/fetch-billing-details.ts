import * as z from 'zod/mini';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadBillingDetails } from '../../lib/store/billing-details.ts';
import { detailsRepresentation } from './details-representation.ts';

export const FetchBillingDetails = z.object({});

/** How an account is named on its statements, by which taxes, and where its usage is billed. */
export const fetchBillingDetails = async ({ account, now }: TenantRequest<unknown>): Promise<Answer> =>
  json(detailsRepresentation(account, await loadBillingDetails(account.sid), now));
