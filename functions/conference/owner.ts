import type { SettingsOf } from '../../lib/access/micro-service.ts';
import { type Owner as AnyOwner, ownerOf as anyOwnerOf } from '../../lib/access/owner.ts';
import { conference as service } from './micro-service.ts';

const everyEvent = ['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify', 'announcement'];

/** An account as far as its conferences go. */
export type Owner = AnyOwner<SettingsOf<typeof service>>;

/** The owner of a conference that a carrier reports. Throws where there is no such account. */
export const ownerOf = (accountSid: string): Promise<Owner> => anyOwnerOf(accountSid, service, everyEvent);
