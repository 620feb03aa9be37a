import { api, tenantRoute } from '../../lib/http/api.ts';
import { EventInstance, Events, Replay } from './event-schema.ts';
import { EventPath, fetchEvent } from './fetch-event.ts';
import { ListEvents, listEvents } from './list-events.ts';
import { replayEvent } from './replay-event.ts';

const events = '/v1/Accounts/{AccountSid}/Events';

/** The isolation matrix reads this table. */
export const routes = [
  tenantRoute('GET', events, ListEvents, listEvents, {
    summary: 'List what was exchanged with programs and carriers, the latest first',
    description: 'Without bodies. Filters that no key knows may give a short page, which then has a next one.',
    answer: Events,
  }),
  tenantRoute('GET', `${events}/{Id}`, EventPath, fetchEvent, {
    summary: 'Show an exchange with its bodies, and how it was signed',
    answer: EventInstance,
  }),
  tenantRoute('POST', `${events}/{Id}/Replay`, EventPath, replayEvent, {
    summary: "Send a past request to the account's program again",
    description:
      'The same URL, parameters and idempotency token, signed anew, with the header X-Tallyline-Replay. TwiML in the answer is shown and not executed. A callback that had not been delivered is, if the program takes it.',
    answer: Replay,
    status: 201,
  }),
];

export const handler = api(routes);
