import type { TenantKey } from './tenants.ts';

/** A text of the day. `at` is New York's clock. `arrives: false`: the phone cannot be reached (Twilio's 30003). */
export type ScriptedText =
  | {
      readonly way: 'in';
      readonly at: string;
      readonly tenant: TenantKey;
      readonly from: string;
      readonly body: string;
    }
  | {
      readonly way: 'out';
      readonly at: string;
      readonly tenant: TenantKey;
      readonly to: string;
      readonly body: string;
      readonly arrives?: false;
    };

/** What each tenant's program answers, by the first word that it is sent. A word that is not here gets no answer. */
export const replies: Readonly<Record<TenantKey, Readonly<Record<string, string>>>> = {
  courier: {
    TRACK:
      'Parcel 4711 left the depot in Long Island City at 07:42. It is on van 12, there are 9 stops before yours, and the driver ' +
      'expects to ring your bell between 11:10 and 11:50. Reply ETA at any time to hear how far the van has got.',
    ETA: 'Your van is 3 stops away 🚚',
  },
  clinic: {
    YES: 'Thank you, your appointment is confirmed.',
    NO: 'We have cancelled it. Call us for another time: we open at 08:00, Monday to Friday.',
    HOURS: 'Mon–Fri 08:00–18:00 · Sat 09:00–12:00 · closed on Sundays and holidays',
  },
};

const wordsIn = (tenant: TenantKey, minute: number, words: readonly string[]): ScriptedText[] =>
  words.map((body, index) => ({
    way: 'in',
    at: `10:${String(minute + 2 * index).padStart(2, '0')}`,
    tenant,
    from: `+1917555${String(110 + minute + index).padStart(4, '0')}`,
    body,
  }));

const sent = (tenant: TenantKey, minute: number, area: string, bodies: readonly string[]): ScriptedText[] =>
  bodies.map((body, index) => ({
    way: 'out',
    at: `10:${String(minute + 2 * index).padStart(2, '0')}:30`,
    tenant,
    to: `+1${area}555${String(120 + index).padStart(4, '0')}`,
    body,
  }));

const notice = 'Northwind: your parcel comes today between';

/** Fifty texts: 16 in, 20 out, and 14 answers by the programs. */
export const texts: readonly ScriptedText[] = [
  ...sent('courier', 0, '646', [
    `${notice} 10:00 and 12:00.`,
    `${notice} 11:00 and 13:00. No need to sign: leave a note on the door and we put it where you say.`,
    `${notice} 09:30 and 10:30 🎁`,
    // The shortest text of GSM-7 that takes two parts, and the longest that takes one.
    `${notice} 14:00 and 16:00. It weighs 31 kg: please keep the gate open and the lift free. Thank you`.padEnd(
      161,
      '!',
    ),
    `${notice} 15:00 and 17:00. A neighbour may take it for you: reply with the door number by 14:30`.padEnd(160, '.'),
    'Northwind: we are sorry, the bridge is closed and van 7 is an hour late.',
    'Northwind: wir sind gleich da – dein Paket kommt zwischen 12 und 13 Uhr 📦. Bitte halte deinen Ausweis bereit, es ist eine Sendung mit Altersprüfung.',
    'Northwind: delivered at 09:58, left with the concierge. Signed: M. Okafor.',
    `Northwind: your customs form is incomplete. ${'We need the value of each item, its weight and where it was made. '.repeat(5)}Reply with CUSTOMS.`,
    'Northwind: please rate your driver from 1 to 5.',
    'Northwind: your pickup is booked for 17:15.',
  ]),
  {
    way: 'out',
    at: '10:29:30',
    tenant: 'courier',
    to: '+16465550199',
    body: `${notice} 18:00 and 20:00.`,
    arrives: false,
  },
  ...sent('clinic', 1, '773', [
    'Harbour Clinic: your appointment is tomorrow at 09:15. Reply YES to confirm or NO to cancel.',
    'Harbour Clinic: your appointment is tomorrow at 09:45. Reply YES to confirm or NO to cancel. Please bring your insurance card and a list of the medicines that you take, and come ten minutes early.',
    'Harbour Clinic: results are ready ✅',
    'Harbour Clinic: time for the flu vaccination 💉 – drop in between 10:00 and 16:00, no appointment needed, it takes five minutes 🙂',
    'Harbour Clinic: your prescription is at the pharmacy on Lake Street.',
    'Harbour Clinic: Dr. Nuñez is ill today. We call you before noon for another time.',
    'Harbour Clinic: your appointment is on 3 December at 14:30. Reply YES to confirm or NO to cancel.',
    'Harbour Clinic: thank you for your visit. How was it? Answer with a number from 0 to 10.',
  ]),
  ...wordsIn('courier', 0, ['TRACK 4711', 'ETA', 'THANKS', 'TRACK 4711', 'ETA please', 'ETA', 'TRACK 4711', 'ETA 🙏']),
  ...wordsIn('clinic', 1, [
    'YES',
    'YES',
    'NO',
    'HOURS',
    'YES',
    'Ok, see you',
    'NO, sorry, something came up',
    'YES 👍',
  ]),
];

/** What a program answers to a text; undefined where it answers nothing. */
export const replyTo = (tenant: TenantKey, body: string): string | undefined =>
  replies[tenant][/^\w+/.exec(body)?.[0]?.toUpperCase() ?? ''];
