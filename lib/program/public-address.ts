import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A host name stood for an address that no request may go to. */
export class AddressNotPublic extends Error {
  constructor(host: string) {
    super(`${host} is not a public address`);
    this.name = 'AddressNotPublic';
  }
}

/**
 * Whether an address is public. Private, loopback, link-local, metadata and other special ranges are not; of IPv6
 * only 2000::/3 is, since ipaddr.js calls `::7f00:1` unicast.
 */
export function isPublicAddress(address: string): boolean {
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv6) {
    if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().range() === 'unicast';
    return parsed.range() === 'unicast' && parsed.match(ipaddr.IPv6.parse('2000::'), 3);
  }
  return parsed.range() === 'unicast';
}

/**
 * A `lookup` for a connection that answers public addresses only: one that is not public refuses the host, so a name
 * cannot mean one address when checked and another when connected to.
 */
export const publicLookup: LookupFunction = (host, options, answer) => {
  systemLookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return answer(error, []);
    if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address))) {
      return answer(new AddressNotPublic(host), []);
    }
    if (options.all === true) return answer(null, addresses);
    const [first] = addresses;
    return answer(null, first?.address ?? '', first?.family ?? 4);
  });
};

/** Refuses a host that is written as an address and is not public; names are checked when they are looked up. */
export function assertPublicHost(hostname: string): void {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0 && !isPublicAddress(bare)) throw new AddressNotPublic(bare);
}
