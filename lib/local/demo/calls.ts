import type { TenantKey } from './tenants.ts';

/** Seconds of the carrier's clock. */
type Seconds = number;

/** How the phone at the far end takes a call. Its holder hangs up so long after the answer. */
export type CalledPhone =
  | 'busy'
  | 'no answer'
  | 'unreachable'
  | { readonly answersAfter: Seconds; readonly hangsUpAfter: Seconds; readonly presses?: string };

type Scripted = { readonly at: string; readonly tenant: TenantKey };

/** A phone dials one of a tenant's two numbers. */
export type CallIn = Scripted & {
  readonly way: 'in';
  readonly line: 'main' | 'team';
  readonly from: string;
  /** The key for the menu of the main line: it is pressed as soon as somebody listens. */
  readonly presses?: string;
  readonly says?: string;
  readonly hangsUpAfter: Seconds;
  /** What the tenant's program makes of it, beside talking. */
  readonly brings?:
    | { readonly kind: 'rejected' }
    | { readonly kind: 'transfer'; readonly to: string; readonly phone: CalledPhone }
    /** `<Record>`: at most so long. */
    | { readonly kind: 'voicemail'; readonly longest: Seconds }
    /** The program hangs up so long after the key. */
    | { readonly kind: 'goodbye'; readonly after: Seconds }
    | { readonly kind: 'room' };
};

/** A tenant's program places a call with the SDK. */
export type CallOut = Scripted & {
  readonly way: 'out';
  readonly to: string;
  readonly phone: CalledPhone;
  /** A path of the program, or TwiML with the request. */
  readonly says: { readonly url: string } | { readonly twiml: string };
  readonly record?: true;
  readonly ringSeconds?: Seconds;
  readonly limitSeconds?: Seconds;
  /** What the program does with the running call later. */
  readonly later?:
    | { readonly at: string; readonly redirectTo: string }
    | { readonly at: string; readonly status: 'completed' | 'canceled' };
};

export type ScriptedCall = CallIn | CallOut;

const courierIn = (
  at: string,
  from: string,
  rest: Omit<CallIn, 'way' | 'at' | 'from' | 'tenant' | 'line'>,
): CallIn => ({
  way: 'in',
  at,
  tenant: 'courier',
  line: 'main',
  from,
  ...rest,
});
const clinicIn = (at: string, from: string, rest: Omit<CallIn, 'way' | 'at' | 'from' | 'tenant' | 'line'>): CallIn => ({
  ...courierIn(at, from, rest),
  tenant: 'clinic',
});
const toRoom = (tenant: TenantKey, at: string, from: string, hangsUpAfter: Seconds): CallIn => ({
  way: 'in',
  at,
  tenant,
  line: 'team',
  from,
  hangsUpAfter,
  brings: { kind: 'room' },
});

export const dispatcher = '+12125550191';
export const nurse = '+13125550192';
/** The clinic's program rejects this caller. */
export const nuisance = '+13125550166';
/** Both tenants call their room so. They never meet. */
export const roomName = 'standup';

/** `<Pause>`: longer than any phone of the day stays on. */
const untilHangUp = '<Pause length="600"/>';

/** Thirty-five calls; with the legs that `<Dial>` makes, thirty-nine. */
export const calls: readonly ScriptedCall[] = [
  courierIn('09:02', '+16465550101', { presses: '1', hangsUpAfter: 47.3 }),
  courierIn('09:05', '+16465550102', { presses: '1', hangsUpAfter: 61 }),
  courierIn('09:07', '+442079460101', { presses: '1', hangsUpAfter: 12 }),
  courierIn('09:10', '+16465550103', {
    presses: '2',
    hangsUpAfter: 110,
    brings: { kind: 'transfer', to: dispatcher, phone: { answersAfter: 3, hangsUpAfter: 95 } },
  }),
  courierIn('09:14', '+16465550104', {
    presses: '2',
    hangsUpAfter: 35,
    brings: { kind: 'transfer', to: dispatcher, phone: 'busy' },
  }),
  // Here it is the caller who hangs up first.
  courierIn('09:16', '+16465550105', {
    presses: '2',
    hangsUpAfter: 40,
    brings: { kind: 'transfer', to: dispatcher, phone: { answersAfter: 2, hangsUpAfter: 300 } },
  }),
  courierIn('09:20', '+16465550106', {
    presses: '3',
    says: 'The parcel is at the wrong door',
    hangsUpAfter: 18,
    brings: { kind: 'voicemail', longest: 25 },
  }),
  courierIn('09:22', '+16465550107', {
    presses: '3',
    says: 'Please call me back about my claim',
    hangsUpAfter: 52,
    brings: { kind: 'voicemail', longest: 25 },
  }),
  courierIn('09:24', '+16465550108', { presses: '9', hangsUpAfter: 90, brings: { kind: 'goodbye', after: 25 } }),
  {
    ...courierOut('09:30', '+16465550110', { answersAfter: 4, hangsUpAfter: 59 }),
    says: { url: '/notice' },
  },
  {
    ...courierOut('09:31', '+442079460110', { answersAfter: 2, hangsUpAfter: 32 }),
    says: { twiml: `<Response><Say>Your parcel is in customs.</Say>${untilHangUp}</Response>` },
  },
  { ...courierOut('09:32', '+447700900110', { answersAfter: 5, hangsUpAfter: 7 }), says: { url: '/notice' } },
  { ...courierOut('09:33', '+16465550111', 'busy'), says: { url: '/notice' } },
  { ...courierOut('09:34', '+16465550112', 'no answer'), says: { url: '/notice' }, ringSeconds: 20 },
  {
    ...courierOut('09:36', '+16465550113', { answersAfter: 1, hangsUpAfter: 75 }),
    says: { url: '/notice' },
    record: true,
  },
  {
    ...courierOut('09:40', '+16465550114', { answersAfter: 2, hangsUpAfter: 121 }),
    says: { url: '/notice' },
    later: { at: '09:40:45', redirectTo: '/notice/changed' },
  },
  toRoom('courier', '09:50:00', '+16465550121', 300),
  toRoom('courier', '09:50:20', '+16465550122', 241),
  toRoom('courier', '09:50:45', '+16465550123', 90),

  clinicIn('09:03', '+17735550101', { presses: '1', hangsUpAfter: 73.5 }),
  clinicIn('09:09', nuisance, { hangsUpAfter: 30, brings: { kind: 'rejected' } }),
  clinicIn('09:12', '+17735550102', {
    presses: '2',
    hangsUpAfter: 66,
    brings: { kind: 'transfer', to: nurse, phone: { answersAfter: 6, hangsUpAfter: 41 } },
  }),
  clinicIn('09:18', '+4930231250', { presses: '1', hangsUpAfter: 8 }),
  clinicIn('09:23', '+17735550103', {
    presses: '3',
    says: 'I would like to move my appointment',
    hangsUpAfter: 21,
    brings: { kind: 'voicemail', longest: 60 },
  }),
  clinicOut('09:25', '+17735550110', { answersAfter: 3, hangsUpAfter: 27, presses: '1' }),
  clinicOut('09:26', '+17735550111', { answersAfter: 2, hangsUpAfter: 44.2, presses: '2' }),
  clinicOut('09:27', '+4930231251', { answersAfter: 5, hangsUpAfter: 66 }),
  clinicOut('09:28', '+17735550112', 'unreachable'),
  { ...clinicOut('09:29', '+17735550113', 'no answer'), ringSeconds: 15 },
  { ...clinicOut('09:35', '+17735550114', { answersAfter: 1, hangsUpAfter: 200 }), limitSeconds: 30 },
  {
    ...clinicOut('09:37', '+17735550115', { answersAfter: 2, hangsUpAfter: 200 }),
    later: { at: '09:37:45', status: 'completed' },
  },
  {
    ...clinicOut('09:38', '+17735550116', { answersAfter: 30, hangsUpAfter: 200 }),
    later: { at: '09:38:12', status: 'canceled' },
  },
  {
    ...clinicOut('09:42', '+17735550117', { answersAfter: 2, hangsUpAfter: 18 }),
    says: { twiml: `<Response><Say>This call is recorded.</Say>${untilHangUp}</Response>` },
    record: true,
  },
  toRoom('clinic', '09:50:10', '+17735550121', 200),
  toRoom('clinic', '09:50:30', '+17735550122', 150),
];

function courierOut(at: string, to: string, phone: CalledPhone): Omit<CallOut, 'says'> {
  return { way: 'out', at, tenant: 'courier', to, phone };
}

function clinicOut(at: string, to: string, phone: CalledPhone): CallOut {
  return { way: 'out', at, tenant: 'clinic', to, phone, says: { url: '/reminder' } };
}
