import * as z from 'zod/mini';
import type { MicroService } from '../../lib/access/micro-service.ts';
import { named, sidOf } from '../../lib/http/schema.ts';
import type { Configuration } from '../../lib/store/configuration.ts';
import { registry } from '../registry.ts';
import { settingsOf } from './settings.ts';

/** The settings of each micro-service of the registry, named for it: `CallSettings`. */
const settingsNamed = registry.map(({ name, settings }) => {
  const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}Settings`;
  return named(id, settings.check(z.meta({ outputId: `${id}InForce` })));
});

/** What may be sent of a configuration: any of a micro-service's settings. */
export const SomeSettings = z.union(settingsNamed);

/** The name of a micro-service of the registry. */
export const MicroServiceName = z.enum(registry.map(({ name }) => name));

export const ConfigurationAnswer = named(
  'Configuration',
  z.object({
    AccountSid: sidOf('AC'),
    Name: MicroServiceName,
    Version: z.int(),
    Settings: SomeSettings,
  }),
);

/** A micro-service's configuration as `/v1` answers it: every setting in force. Version 0 is that of the defaults. */
export const configurationRepresentation = (
  accountSid: string,
  microService: MicroService,
  own: Pick<Configuration, 'version' | 'settings'> | undefined,
) => ({
  AccountSid: accountSid,
  Name: microService.name,
  Version: own?.version ?? 0,
  Settings: settingsOf(microService, own?.settings),
});
