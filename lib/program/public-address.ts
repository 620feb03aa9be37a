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

/** Where requests may go beside public addresses: anywhere, on one machine; else networks of the operator's (`10.20.0.0/16`). */
export type PrivateAddresses = 'all' | readonly string[];

/** How names are looked up, all addresses of one at once: the machine's own way, or another for a test of hostile names. */
export type Resolve = (
  host: string,
  options: { readonly all: true },
  answer: (error: NodeJS.ErrnoException | null, addresses: { address: string; family: number }[]) => void,
) => void;

/** Metadata of the machine: in no network that anybody may name. */
const never = ['169.254.0.0/16', 'fe80::/10', 'fd00:ec2::/32'];

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

/** Whether a request may go to an address. */
export const isOpenAddress = (address: string, networks: readonly string[]): boolean =>
  isPublicAddress(address) || (isWithin(address, networks) && !isWithin(address, never));

function isWithin(address: string, networks: readonly string[]): boolean {
  const parsed = ipaddr.process(address);
  return networks.some((network) => {
    const [base, bits] = ipaddr.parseCIDR(network);
    return parsed.kind() === base.kind() && parsed.match(base, bits);
  });
}

/**
 * A `lookup` for a connection that answers open addresses only: one that is not refuses the host, so a name cannot mean
 * one address when checked and another when connected to.
 */
export const openLookup =
  (networks: readonly string[], resolve: Resolve = systemLookup): LookupFunction =>
  (host, options, answer) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return answer(error, []);
      if (addresses.length === 0 || !addresses.every(({ address }) => isOpenAddress(address, networks))) {
        return answer(new AddressNotPublic(host), []);
      }
      if (options.all === true) return answer(null, addresses);
      const [first] = addresses;
      return answer(null, first?.address ?? '', first?.family ?? 4);
    });
  };

/** Refuses a host that is written as an address and is not open; names are checked when they are looked up. */
export function assertOpenHost(hostname: string, networks: readonly string[]): void {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0 && !isOpenAddress(bare, networks)) throw new AddressNotPublic(bare);
}
