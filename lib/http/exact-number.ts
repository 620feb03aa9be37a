/** A JSON number written digit by digit: Twilio's schemas want a number for `price`, and a float would not be exact. */
export const exactNumber = (digits: string): unknown =>
  (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits);
