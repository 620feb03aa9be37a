import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { iso8601 } from '../../lib/http/date.ts';
import { optionalInteger } from '../../lib/http/parameter.ts';
import { instant, nextPageUri, sidOf } from '../../lib/http/schema.ts';
import { loadConfiguration, loadConfigurationVersions } from '../../lib/store/configuration.ts';
import { microServiceNamed } from '../registry.ts';
import { microServiceName } from './parameter.ts';

const pageSizeDefault = 50;

export const ListConfigurationVersions = z.object({
  name: microServiceName(),
  PageSize: optionalInteger(1, 100),
  /** Versions older than this one. */
  Before: optionalInteger(1, 999_999_999),
});

export const ConfigurationVersions = z.object({
  Versions: z.array(
    z.object({
      Version: z.int(),
      /** What the account had set by then, without defaults. */
      Settings: z.record(z.string(), z.unknown()),
      ChangedBy: sidOf('AC'),
      DateChanged: instant(),
    }),
  ),
  NextPageUri: nextPageUri(),
});

/** Who set what, when: the versions of a configuration, newest first, each with what the account had set by then. */
export async function listConfigurationVersions({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof ListConfigurationVersions>>): Promise<Answer | Refusal> {
  const microService = microServiceNamed(parameters.name);
  if (microService === undefined) return refuse(20404, uri.path);
  const newest = (await loadConfiguration(account.sid, microService.name))?.version ?? 0;
  const first = Math.min(newest, (parameters.Before ?? Number.POSITIVE_INFINITY) - 1);
  const size = parameters.PageSize ?? pageSizeDefault;
  const versions = await loadConfigurationVersions(account.sid, microService.name, first, size);
  const last = first - size + 1;
  return json({
    Versions: versions.map(({ version, settings, changedBy, changedAt }) => ({
      Version: Number(version),
      Settings: settings,
      ChangedBy: changedBy,
      DateChanged: iso8601(changedAt),
    })),
    NextPageUri: last > 1 ? `${uri.path}?PageSize=${size}&Before=${last}` : null,
  });
}
