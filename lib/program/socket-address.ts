import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/**
 * Why no stream may go to a WebSocket server, as the end of a sentence that begins with its URL; undefined: it may. Only
 * wss, and no address that is written as a private one. It is the carrier that connects, from where it is, so that names
 * are not looked up here. `isLocal`: on one machine, where programs live on it, all of that may be.
 */
export function socketObjection(url: string, isLocal: boolean): string | undefined {
  const parsed = URL.parse(url);
  if (parsed === null || !/^wss?:$/.test(parsed.protocol)) return 'is not a URL of wss';
  if (isLocal) return undefined;
  if (parsed.protocol !== 'wss:') return 'is not a URL of wss';
  return isPublicHost(parsed.hostname) ? undefined : 'is not a public address';
}

function isPublicHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return false; // RFC 6761, section 6.3
  return isIP(bare) === 0 || isPublicAddress(bare);
}
