import type * as z from 'zod/mini';
import { admit } from '../../../lib/access/standing.ts';
import { isRefusal, type Refusal } from '../../../lib/error/catalogue.ts';
import type { Answer } from '../../../lib/http/answer.ts';
import { type Route, type TenantRequest, tenantRoute } from '../../../lib/http/api.ts';
import { call } from '../micro-service.ts';

/** A route of an account for which calls are enabled: without them nobody can be in a queue. */
export const queueRoute = <Schema extends z.ZodMiniType>(
  method: Route['method'],
  path: string,
  schema: Schema,
  useCase: (request: TenantRequest<z.infer<Schema>>) => Promise<Answer | Refusal>,
): Route =>
  tenantRoute(method, path, schema, async (request) => {
    const standing = await admit(request.account.sid, call);
    return isRefusal(standing) ? standing : useCase(request);
  });
