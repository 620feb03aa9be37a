/** Whether a text has E.164's form: a plus sign and 7 to 15 digits. */
export const isE164 = (text: string): boolean => /^\+[1-9]\d{6,14}$/.test(text);
