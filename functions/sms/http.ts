import { api, carrierRoute, tenantRoute } from '../../lib/http/api.ts';
import { deleteMessage } from './delete-message.ts';
import { FetchMessage, fetchMessage } from './fetch-message.ts';
import { NamedMedia } from './find-media.ts';
import { GiveFeedback, giveFeedback } from './give-feedback.ts';
import { ListMedia, listMedia } from './list-media.ts';
import { ListMessages, listMessages } from './list-messages.ts';
import { onMessageStatus } from './on-message-status.ts';
import { receiveMessage } from './receive-message.ts';
import { SendMessage, sendMessage } from './send-message.ts';
import { deleteMedia, fetchMedia, serveMedia } from './serve-media.ts';
import { UpdateMessage, updateMessage } from './update-message.ts';

const messages = '/2010-04-01/Accounts/{AccountSid}/Messages';

/** The isolation matrix reads this table. */
export const routes = [
  tenantRoute('GET', `${messages}.json`, ListMessages, listMessages),
  tenantRoute('POST', `${messages}.json`, SendMessage, sendMessage),
  tenantRoute('GET', `${messages}/{Sid}.json`, FetchMessage, fetchMessage),
  tenantRoute('POST', `${messages}/{Sid}.json`, UpdateMessage, updateMessage),
  tenantRoute('DELETE', `${messages}/{Sid}.json`, FetchMessage, deleteMessage),
  tenantRoute('GET', `${messages}/{Sid}/Media.json`, ListMedia, listMedia),
  tenantRoute('GET', `${messages}/{MessageSid}/Media/{Sid}.json`, NamedMedia, fetchMedia),
  tenantRoute('DELETE', `${messages}/{MessageSid}/Media/{Sid}.json`, NamedMedia, deleteMedia),
  tenantRoute('GET', `${messages}/{MessageSid}/Media/{Sid}`, NamedMedia, serveMedia), // matches every suffix: last
  tenantRoute('POST', `${messages}/{MessageSid}/Feedback.json`, GiveFeedback, giveFeedback),
  carrierRoute('POST', '/carriers/{carrier}/messages/receive', receiveMessage),
  carrierRoute('POST', '/carriers/{carrier}/messages/status', onMessageStatus),
];

export const handler = api(routes);
