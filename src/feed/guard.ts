import { lookup } from 'node:dns';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';

/** Thrown into a connection that would reach an address inside. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
}

/** Addresses that are not of the public internet (the IANA special-purpose registries, RFC 6890). */
const inside = new BlockList();
for (const network of [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
]) {
  addNetwork(network, 'ipv4');
}

/** In IPv6 the public internet is one range; what in it leads elsewhere is kept out. */
const publicIpv6 = new BlockList();
publicIpv6.addSubnet('2000::', 3, 'ipv6');
for (const network of ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']) addNetwork(network, 'ipv6');

function addNetwork(network: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', bits] = network.split('/');
  inside.addSubnet(address, Number(bits), family);
}

/** Whether an address in its usual notation belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !inside.check(address, 'ipv4');
  // IPv4-mapped, NAT64, unique-local, link-local and multicast addresses all lie outside the one public range.
  return publicIpv6.check(address, 'ipv6') && !inside.check(address, 'ipv6');
}

/**
 * A look-up of names for sockets that answers public addresses only. It is the look-up of the connection itself, so that a name
 * which changes its address after a check gains nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 0);
    const open = addresses.filter(({ address }) => isPublicAddress(address));
    const [chosen] = open;
    if (chosen === undefined) return callback(new PrivateAddressError(hostname), '', 0);
    return options.all === true ? callback(null, open) : callback(null, chosen.address, chosen.family);
  });
};

/**
 * Sockets look no name up for an address written as numbers, so those are judged by the URL, which has already turned
 * decimal, octal and hexadecimal notations into the usual one.
 */
export function isPrivateLiteral(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isPublicAddress(host);
}
