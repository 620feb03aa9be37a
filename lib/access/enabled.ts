import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { ConfigurationEntity } from '../store/configuration.ts';

/**
 * Whether an account may use a micro-service that is not the asker's own: it is unless its configuration says no.
 * All that the asker need know of it is its name.
 */
export async function isEnabled(accountSid: string, microService: string): Promise<boolean> {
  const { Item } = await ConfigurationEntity.build(GetItemCommand).key({ accountSid, microService }).send();
  return Item?.settings['Enabled'] !== false;
}
