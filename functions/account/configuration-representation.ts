import type { MicroService } from '../../lib/access/micro-service.ts';
import type { Configuration } from '../../lib/store/configuration.ts';
import { settingsOf } from './settings.ts';

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
