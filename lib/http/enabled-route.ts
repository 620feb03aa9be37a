import type * as z from 'zod/mini';
import type { MicroService } from '../access/micro-service.ts';
import { admit } from '../access/standing.ts';
import { isRefusal, type Refusal } from '../error/catalogue.ts';
import type { Answer } from './answer.ts';
import { type Route, type TenantRequest, tenantRoute } from './api.ts';

/** Makes routes of accounts for which a micro-service is enabled; for others it is refused by name. */
export const enabledRoute =
  (microService: MicroService) =>
  <Schema extends z.ZodMiniType>(
    method: Route['method'],
    path: string,
    schema: Schema,
    useCase: (request: TenantRequest<z.infer<Schema>>) => Promise<Answer | Refusal>,
  ): Route =>
    tenantRoute(method, path, schema, async (request) => {
      const standing = await admit(request.account.sid, microService);
      return isRefusal(standing) ? standing : useCase(request);
    });
