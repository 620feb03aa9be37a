import * as z from 'zod/mini';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadConfigurations } from '../../lib/store/configuration.ts';
import { registry } from '../registry.ts';
import { ConfigurationAnswer, configurationRepresentation } from './configuration-representation.ts';

export const ListConfigurations = z.object({});
export const ConfigurationList = z.object({ MicroServices: z.array(ConfigurationAnswer) });

/** How every micro-service of the registry is configured for an account. */
export async function listConfigurations({ account }: TenantRequest<unknown>): Promise<Answer> {
  const names = registry.map(({ name }) => name);
  const own = await loadConfigurations([account.sid], names);
  return json({
    MicroServices: registry.map((microService) =>
      configurationRepresentation(
        account.sid,
        microService,
        own.find((configuration) => configuration.microService === microService.name),
      ),
    ),
  });
}
