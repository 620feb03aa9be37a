/** Twilio's code and words for a number. */
export type NumberRefusal = { readonly code: number; readonly message: string };

type Refusals = Readonly<Record<string, NumberRefusal>>;

/** Twilio's magic numbers (its page on test credentials): always refused in the same way. */
const callTo: Refusals = {
  '+15005550001': { code: 21217, message: "Phone number '+15005550001' does not appear to be valid" },
  '+15005550002': { code: 21214, message: "'To' phone number cannot be reached: +15005550002" },
  '+15005550003': { code: 21215, message: 'Account not authorized to call +15005550003' },
  '+15005550004': { code: 21216, message: 'Account not allowed to call +15005550004' },
};
const callFrom: Refusals = {
  '+15005550001': { code: 21212, message: "The 'From' number +15005550001 is not a valid phone number" },
};
const messageTo: Refusals = {
  '+15005550001': { code: 21211, message: "The 'To' number +15005550001 is not a valid phone number." },
  '+15005550002': { code: 21612, message: "The 'To' phone number: +15005550002, is not currently reachable via SMS" },
  '+15005550003': {
    code: 21408,
    message: 'Permission to send an SMS has not been enabled for the region: +15005550003',
  },
  '+15005550004': { code: 21610, message: 'Attempt to send to unsubscribed recipient' },
  '+15005550009': { code: 21614, message: "'To' number is not a valid mobile number: +15005550009" },
};
const messageFrom: Refusals = {
  '+15005550001': { code: 21212, message: "The 'From' number +15005550001 is not a valid phone number" },
  '+15005550007': {
    code: 21606,
    message: "The 'From' phone number +15005550007 is not a valid, SMS-capable number of your account",
  },
  '+15005550008': { code: 21611, message: "This 'From' number has exceeded the maximum number of queued messages" },
};
const purchase: Refusals = {
  '+15005550000': { code: 21422, message: 'PhoneNumber +15005550000 is not available' },
  '+15005550001': { code: 21421, message: 'PhoneNumber +15005550001 is invalid' },
};

/** A number that can always be bought and used. */
export const alwaysAvailable = '+15005550006';

export const magicNumbers = { callTo, callFrom, messageTo, messageFrom, purchase } as const;

export const refusalOf = (kind: keyof typeof magicNumbers, number: string): NumberRefusal | undefined =>
  Object.hasOwn(magicNumbers[kind], number) ? magicNumbers[kind][number] : undefined;
