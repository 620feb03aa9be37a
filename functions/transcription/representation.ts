import { rfc2822 } from '../../lib/http/date.ts';
import { exactNumber } from '../../lib/http/exact-number.ts';
import { pricesOf, twilioPrice } from '../../lib/metering/ledger-line.ts';
import type { Nano } from '../../lib/money/nano.ts';
import type { Account } from '../../lib/store/account.ts';
import { useOf } from './settle-transcription.ts';
import type { Transcription } from './transcription-store.ts';

/**
 * Transcriptions as Twilio's API shows them (OpenAPI: api.v2010.account.transcription, .recording.recording_transcription).
 * `price` is the ledger's, null until rated; a number, as the document wants it.
 */
export async function representations(account: Account, transcriptions: readonly Transcription[]) {
  const uses = transcriptions.map(useOf);
  const prices = await pricesOf(
    uses.flatMap((use) => (use === undefined ? [] : [{ ...use, accountSid: account.sid, zone: account.zone }])),
  );
  const rated = uses.map((use) => (use === undefined ? undefined : prices.shift()));
  return transcriptions.map((transcription, index) => shown(account, transcription, rated[index]));
}

/** One transcription as Twilio's API shows it. */
export async function representation(account: Account, transcription: Transcription) {
  const [only] = await representations(account, [transcription]);
  return only;
}

function shown({ currency }: Account, transcription: Transcription, nano: Nano | undefined) {
  const { sid, accountSid, durationSeconds } = transcription;
  const price = twilioPrice(nano);
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    date_created: rfc2822(transcription.createdAt),
    date_updated: rfc2822(transcription.updatedAt),
    duration: durationSeconds === undefined ? null : String(durationSeconds),
    price: price === null ? null : exactNumber(price),
    price_unit: currency,
    recording_sid: transcription.recordingSid,
    status: transcription.status,
    transcription_text: transcription.text ?? null,
    type: 'fast',
    uri: `/2010-04-01/Accounts/${accountSid}/Transcriptions/${sid}.json`,
  };
}
