import { rfc2822 } from '../../lib/http/date.ts';
import { pricesOf, twilioPrice } from '../../lib/metering/ledger-line.ts';
import type { Nano } from '../../lib/money/nano.ts';
import type { Account } from '../../lib/store/account.ts';
import { useOf } from './move-recording.ts';
import { mediaUrl } from './recording-callback.ts';
import type { Recording } from './recording-store.ts';

/** Whose part a recording is shown as: the account's own, or one of a call or a conference. */
export type Parent = 'account' | 'call' | 'conference';

/**
 * Recordings as Twilio's API shows them (OpenAPI: api.v2010.account.recording, .call.call_recording,
 * .conference.conference_recording). `price` is the ledger's, null until rated. A call's recording shows none: there
 * the document wants a JSON number, and money here is never a float; the account's own resource has it.
 */
export async function representations(account: Account, recordings: readonly Recording[], parent: Parent) {
  const uses = recordings.map(useOf);
  const prices = await pricesOf(
    uses.flatMap((use) => (use === undefined ? [] : [{ ...use, accountSid: account.sid, zone: account.zone }])),
  );
  const rated = uses.map((use) => (use === undefined ? undefined : prices.shift()));
  return recordings.map((recording, index) => shown(account, recording, rated[index], parent));
}

/** One recording as Twilio's API shows it. */
export async function representation(account: Account, recording: Recording, parent: Parent) {
  const [only] = await representations(account, [recording], parent);
  return only;
}

function shown(account: Account, recording: Recording, price: Nano | undefined, parent: Parent) {
  const { sid, accountSid, status, durationSeconds } = recording;
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    call_sid: recording.callSid ?? null,
    conference_sid: recording.conferenceSid ?? null,
    date_created: rfc2822(recording.createdAt),
    date_updated: rfc2822(recording.updatedAt),
    start_time: rfc2822(recording.startedAt),
    duration: durationSeconds === undefined ? null : String(durationSeconds),
    price: parent === 'call' ? null : twilioPrice(price),
    price_unit: account.currency,
    status: status === 'failed' ? 'absent' : status,
    channels: recording.channels,
    source: recording.source,
    error_code: recording.errorCode ?? null,
    encryption_details: null,
    ...particulars(recording, parent),
  };
}

function particulars(recording: Recording, parent: Parent) {
  const { sid, accountSid, callSid, conferenceSid } = recording;
  const account = `/2010-04-01/Accounts/${accountSid}`;
  switch (parent) {
    case 'account': {
      const subresource_uris = { transcriptions: `${account}/Recordings/${sid}/Transcriptions.json` };
      return { uri: `${account}/Recordings/${sid}.json`, media_url: mediaUrl(recording), subresource_uris };
    }
    case 'call':
      return { uri: `${account}/Calls/${callSid}/Recordings/${sid}.json`, track: 'both' };
    case 'conference':
      return { uri: `${account}/Conferences/${conferenceSid}/Recordings/${sid}.json` };
  }
}
