import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { ConfigurationEntity } from '../store/configuration.ts';

/**
 * What an account has set of a micro-service that is not the asker's own, without its defaults. All that the asker
 * need know of it is its name.
 */
export async function settingsElsewhere(
  accountSid: string,
  microService: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { Item } = await ConfigurationEntity.build(GetItemCommand).key({ accountSid, microService }).send();
  return Item?.settings ?? {};
}

/** Whether an account may use a micro-service that is not the asker's own: it is unless its configuration says no. */
export const isEnabled = async (accountSid: string, microService: string): Promise<boolean> =>
  (await settingsElsewhere(accountSid, microService))['Enabled'] !== false;
