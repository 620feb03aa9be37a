import { createHmac } from 'node:crypto';

/** A name and a password that a TURN server takes until they expire. */
export type TurnCredentials = { readonly username: string; readonly password: string };

/** A server as a browser's RTCPeerConnection takes it. `url` is its older name for `urls`. */
export type IceServer = {
  readonly url: string;
  readonly urls: string;
  readonly username?: string;
  readonly credential?: string;
};

/**
 * Credentials that a TURN server with the same secret checks by itself, as coturn's `use-auth-secret` does (draft-uberti-behave-turn-rest-00):
 * the name is the expiry in seconds since 1970 and the account, the password its HMAC-SHA1. Pure.
 */
export function turnCredentials(secret: string, accountSid: string, expiresAtSeconds: number): TurnCredentials {
  const username = `${expiresAtSeconds}:${accountSid}`;
  return { username, password: createHmac('sha1', secret).update(username).digest('base64') };
}

/** Each URL as a server of its own, as Twilio lists them; only TURN asks who comes. Pure. */
export const iceServers = (urls: readonly string[], credentials: TurnCredentials | undefined): IceServer[] =>
  urls.map((url) => ({
    url,
    urls: url,
    ...(/^turns?:/.test(url) && credentials
      ? { username: credentials.username, credential: credentials.password }
      : {}),
  }));
