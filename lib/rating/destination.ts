/**
 * The key that decks are searched by: the digits of an E.164 number; other addresses keep a namespace of their own, so
 * that `911` (`short:911`), `sip:bob@example.com` or `client:alice` never meet a prefix of numbers.
 */
export function destinationKey(address: string): string {
  if (/^\+\d+$/.test(address)) return address.slice(1);
  if (/^[a-z]+:/i.test(address)) return address.toLowerCase();
  return `short:${address}`;
}
