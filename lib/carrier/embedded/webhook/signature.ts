import { createHmac } from 'node:crypto';

/**
 * Twilio's X-Twilio-Signature: HMAC-SHA1, in base64, of the full URL with its query, followed for a POST by the form's
 * parameters sorted by name, each name and value one after the other. The URL's fragment is not part of it.
 */
export function signatureOf(authToken: string, url: string, form: Readonly<Record<string, string>>): string {
  const sorted = Object.keys(form).sort();
  const signed = url + sorted.map((name) => `${name}${form[name]}`).join('');
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}
