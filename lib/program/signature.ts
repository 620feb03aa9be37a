import { createHmac } from 'node:crypto';
import { sameSecret } from '../access/same-secret.ts';

/** Parameters of a signed request, by name. */
export type SignedParameters = Readonly<Record<string, string>>;

/**
 * Twilio's request signature: HMAC-SHA1, keyed with the account's auth token, over the URL and, for POST, every
 * parameter's name and value in the order of the names. The official SDK's `validateRequest` accepts it.
 */
export function signatureOf(authToken: string, url: string, parameters: SignedParameters): string {
  const signed = Object.keys(parameters)
    .sort()
    .reduce((text, name) => text + name + parameters[name], url);
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}

/** Whether a signature is right, compared in constant time. */
export function isSignatureOf(
  signature: string,
  authToken: string,
  url: string,
  parameters: SignedParameters,
): boolean {
  const given = Buffer.from(signature, 'base64');
  const expected = Buffer.from(signatureOf(authToken, url, parameters), 'base64');
  return sameSecret(given, expected);
}
