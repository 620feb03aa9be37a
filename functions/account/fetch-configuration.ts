import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadConfiguration } from '../../lib/store/configuration.ts';
import { microServiceNamed } from '../registry.ts';
import { configurationRepresentation } from './configuration-representation.ts';
import { microServiceName } from './parameter.ts';

export const FetchConfiguration = z.object({ name: microServiceName() });

/** How a micro-service is configured for an account. */
export async function fetchConfiguration({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof FetchConfiguration>>): Promise<Answer | Refusal> {
  const microService = microServiceNamed(parameters.name);
  if (microService === undefined) return refuse(20404, uri.path);
  const own = await loadConfiguration(account.sid, microService.name);
  return json(configurationRepresentation(account.sid, microService, own));
}
