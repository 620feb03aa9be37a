import { expect, test } from '@jest/globals';
import { startStage } from './program.ts';

const number = '+12125550100';

// Guarantee: numbers are found by area code, pattern and country, bought once, changed, listed and given back.
test('a number from the inventory', async () => {
  await using stage = await startStage({});
  const { rest } = stage;
  const { body: found } = await rest('GET', 'AvailablePhoneNumbers/US/Local.json?AreaCode=212&PageSize=3');
  expect(found.available_phone_numbers.map((one: { phone_number: string }) => one.phone_number)).toEqual([
    number,
    '+12125550101',
    '+12125550102',
  ]);
  expect(found.available_phone_numbers[0]).toMatchObject({ iso_country: 'US', locality: 'New York', region: 'NY' });
  for (const [path, count] of [
    ['US/TollFree.json?Contains=888*550199', 1],
    ['GB/Mobile.json?PageSize=1000', 200],
    ['DE/Local.json?PageSize=1000', 200],
    ['FR/Local.json', 0],
  ] as const) {
    const { body } = await rest('GET', `AvailablePhoneNumbers/${path}`);
    expect(body.available_phone_numbers).toHaveLength(count);
  }
  const bought = await stage.buy(number, {
    FriendlyName: 'PN-ours',
    VoiceUrl: 'https://program.example/voice',
    StatusCallback: 'https://program.example/s',
  });
  expect([bought.status, bought.body.voice_url, bought.body.friendly_name]).toEqual([
    201,
    'https://program.example/voice',
    'PN-ours',
  ]);
  expect((await stage.buy(number)).body).toMatchObject({ code: 21422, status: 400 });
  const { body: again } = await rest('GET', 'AvailablePhoneNumbers/US/Local.json?AreaCode=212&PageSize=1');
  expect(again.available_phone_numbers[0].phone_number).toBe('+12125550101');

  const path = `IncomingPhoneNumbers/${bought.body.sid}.json`;
  expect((await rest('POST', path, { SmsUrl: 'https://program.example/sms', VoiceUrl: '' })).body).toMatchObject({
    sms_url: 'https://program.example/sms',
    voice_url: '',
    status_callback: 'https://program.example/s',
  });
  expect((await rest('GET', 'IncomingPhoneNumbers.json?PhoneNumber=%2B1212')).body.incoming_phone_numbers).toHaveLength(
    1,
  );
  expect((await rest('GET', 'IncomingPhoneNumbers.json?FriendlyName=other')).body.incoming_phone_numbers).toHaveLength(
    0,
  );
  expect((await rest('DELETE', path)).status).toBe(204);
  expect((await rest('GET', path)).body.code).toBe(20404);
  expect((await rest('POST', 'IncomingPhoneNumbers.json', { AreaCode: '212' })).body.phone_number).toBe(number);
});

// Guarantee: what is missing, malformed or one of Twilio's magic numbers is refused with Twilio's code, and nothing is made.
test.each([
  ['Calls.json', { From: number, Url: 'https://a.example/' }, 21201],
  ['Calls.json', { To: number, Url: 'https://a.example/' }, 21213],
  ['Calls.json', { To: number, From: number }, 21205],
  ['Calls.json', { To: number, From: number, Url: 'not a url' }, 21205],
  ['Calls.json', { To: number, From: number, Url: 'ftp://a.example/' }, 21205],
  ['Calls.json', { To: number, From: number, Twiml: '<Response/>', StatusCallback: 'x' }, 21609],
  ['Calls.json', { To: '12', From: number, Twiml: '<Response/>' }, 21211],
  ['Calls.json', { To: '+15005550001', From: number, Twiml: '<Response/>' }, 21217],
  ['Calls.json', { To: '+15005550002', From: number, Twiml: '<Response/>' }, 21214],
  ['Calls.json', { To: '+15005550003', From: number, Twiml: '<Response/>' }, 21215],
  ['Calls.json', { To: '+15005550004', From: number, Twiml: '<Response/>' }, 21216],
  ['Calls.json', { To: number, From: '+15005550001', Twiml: '<Response/>' }, 21212],
  ['Messages.json', { From: number, Body: 'x' }, 21604],
  ['Messages.json', { To: number, Body: 'x' }, 21603],
  ['Messages.json', { To: number, From: number }, 21602],
  ['Messages.json', { To: number, From: number, Body: 'x'.repeat(1_601) }, 21617],
  ['Messages.json', { To: '+15005550001', From: number, Body: 'x' }, 21211],
  ['Messages.json', { To: '+15005550002', From: number, Body: 'x' }, 21612],
  ['Messages.json', { To: '+15005550003', From: number, Body: 'x' }, 21408],
  ['Messages.json', { To: '+15005550004', From: number, Body: 'x' }, 21610],
  ['Messages.json', { To: '+15005550009', From: number, Body: 'x' }, 21614],
  ['Messages.json', { To: number, From: '+15005550007', Body: 'x' }, 21606],
  ['Messages.json', { To: number, From: '+15005550008', Body: 'x' }, 21611],
  ['IncomingPhoneNumbers.json', {}, 21404],
  ['IncomingPhoneNumbers.json', { PhoneNumber: '+15005550000' }, 21422],
  ['IncomingPhoneNumbers.json', { PhoneNumber: '+15005550001' }, 21421],
  ['IncomingPhoneNumbers.json', { PhoneNumber: number, VoiceUrl: 'nonsense' }, 21402],
  ['IncomingPhoneNumbers.json', { AreaCode: '533' }, 21452],
] as [string, Record<string, string>, number][])('%s %j is refused with %i', async (path, form, code) => {
  await using stage = await startStage({});
  const { status, body } = await stage.rest('POST', path, form);
  expect([status, body.code, body.status, body.more_info]).toEqual([
    400,
    code,
    400,
    `https://www.twilio.com/docs/errors/${code}`,
  ]);
  const { network } = stage.carrier;
  expect(network.calls.size + network.messages.size + network.numbers.size).toBe(0);
});

// Guarantee: without the account's credentials nothing is answered, and no path that is not there.
test('credentials and paths', async () => {
  await using stage = await startStage({});
  const root = `${stage.carrier.url}/2010-04-01/Accounts`;
  const { accountSid } = stage.carrier.network;
  for (const authorization of ['', `Basic ${btoa(`${accountSid}:wrong`)}`, 'Bearer x']) {
    const response = await fetch(`${root}/${accountSid}/Calls.json`, { headers: { authorization } });
    expect([response.status, JSON.parse(await response.text()).code]).toEqual([401, 20003]);
  }
  const { authToken } = stage.carrier.network;
  const headers = { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` };
  expect((await fetch(`${root}/AC${'9'.repeat(32)}/Calls.json`, { headers })).status).toBe(404);
  expect((await stage.rest('GET', 'Nothing.json')).body).toMatchObject({ code: 20404, status: 404 });
  expect((await stage.rest('GET', 'Calls/%ZZ.json')).status).toBe(404);
  expect((await stage.rest('DELETE', 'Calls.json')).status).toBe(405);
});

// Guarantee: lists are paged newest first, with links to the next page, and filtered.
test('a list is paged', async () => {
  await using stage = await startStage({});
  for (let text = 0; text < 5; text += 1) {
    await stage.rest('POST', 'Messages.json', { To: `+1415555017${text}`, From: number, Body: `text ${text}` });
    await stage.clock.advanceBy('10s');
  }
  const { body: first } = await stage.rest('GET', 'Messages.json?PageSize=2');
  expect(first.messages.map(({ body }: { body: string }) => body)).toEqual(['text 4', 'text 3']);
  const next = first.next_page_uri.split(`${stage.carrier.network.accountSid}/`)[1];
  const { body: second } = await stage.rest('GET', next);
  expect(second.messages.map(({ body }: { body: string }) => body)).toEqual(['text 2', 'text 1']);
  expect((await stage.rest('GET', 'Messages.json?To=%2B14155550173')).body.messages).toHaveLength(1);
  expect((await stage.rest('GET', 'Messages.json?DateSent=2026-11-02')).body.messages).toHaveLength(5);
  expect((await stage.rest('GET', 'Messages.json?DateSent%3E=2026-11-03')).body.messages).toHaveLength(0);
  expect((await stage.rest('GET', 'Messages.json?DateSent%3E=2026-11-02T09:00:35Z')).body.messages).toHaveLength(1);
});
