import type { MicroService } from '../../lib/access/micro-service.ts';

/** A configuration's settings: what an account set by name, without or with the defaults. */
export type Settings = Readonly<Record<string, unknown>>;

/**
 * What is in force: the settings that an account has of its own, none if it has no configuration, over the
 * micro-service's defaults.
 */
export const settingsOf = (microService: MicroService, own: Settings = {}) =>
  microService.settings.parse(own) as Settings & { readonly Enabled: boolean };
