import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { validate } from '../../lib/http/parameter.ts';
import { commit } from '../../lib/store/commit.ts';
import { changeConfiguration as changeWrites, loadConfiguration } from '../../lib/store/configuration.ts';
import { microServiceNamed } from '../registry.ts';
import { configurationRepresentation } from './configuration-representation.ts';
import { microServiceName } from './parameter.ts';
import { settingsOf } from './settings.ts';

/** Any settings; the micro-service's own schema judges them. */
export const ChangeConfiguration = z.looseObject({ name: microServiceName() });

// What the path brings: no setting is called so.
const pathNames = new Set(['AccountSid', 'name', 'proxy']);

/**
 * Changes the settings that are given and leaves the others. The result is a new version, in force within 5 s; the
 * versions before stay readable. Who loses a race against another change is told so (20409) and has changed nothing.
 */
export async function changeConfiguration(
  request: TenantRequest<z.infer<typeof ChangeConfiguration>>,
): Promise<Answer | Refusal> {
  const { parameters, account, caller, uri, now } = request;
  const microService = microServiceNamed(parameters.name);
  if (microService === undefined) return refuse(20404, uri.path);
  if (account.status === 'closed') return refuse(20005, account.status);
  const given = Object.fromEntries(Object.entries(parameters).filter(([name]) => !pathNames.has(name)));
  const own = await loadConfiguration(account.sid, microService.name);
  const inForce = settingsOf(microService, own?.settings);
  const reserved = microService.allowances?.find((name) => Object.hasOwn(given, name) && given[name] !== inForce[name]);
  if (reserved !== undefined && caller.role !== 'operator') {
    return refuse(20006, `${reserved} is the operator's to set`);
  }
  const settings = { ...own?.settings, ...given };
  const valid = validate(microService.settings, settings);
  if (isRefusal(valid)) return valid;
  if (isDeepStrictEqual(settings, { ...own?.settings })) {
    return json(configurationRepresentation(account.sid, microService, own));
  }
  const from = own?.version ?? 0;
  const result = await commit(
    changeWrites({
      accountSid: account.sid,
      microService: microService.name,
      from,
      settings,
      changedBy: caller.sid,
      changedAt: now,
    }),
  );
  if (result === 'lost') return refuse(20409, `version ${from} of ${microService.name} has been changed meanwhile`);
  return json(configurationRepresentation(account.sid, microService, { version: from + 1, settings }));
}
