/** A new number's name until it is given another: `(415) 555-0100` in North America as Twilio has it, else E.164. */
export const friendlyNameOf = (phoneNumber: string): string =>
  phoneNumber.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');
