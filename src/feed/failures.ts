import { messageOf } from '../lib/errors.ts';
import { truncate } from '../lib/text.ts';
import { PrivateAddressError } from './guard.ts';

const MAX_HOST = 80;
const MAX_MESSAGE = 300;

/** A failure of ours to read an answer, in words for an admin. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
}

/** A host that has asked for a pause was not asked. */
export class PauseError extends Error {
  override readonly name = 'PauseError';
  readonly host: string;
  /** Epoch milliseconds. */
  readonly until: number;

  constructor(host: string, until: number) {
    super(`${host} has asked for a pause. Try again later.`);
    this.host = host;
    this.until = until;
  }
}

/** Whether a server was not reached at all, be it its fault or that of our own line. */
export function isSilence(error: unknown): boolean {
  return /^(?:ENOTFOUND|ENODATA|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|TimeoutError|E(?:NET|HOST)UNREACH|ENETDOWN)$/.test(
    codeOf(error),
  );
}

/** What went wrong on the way to a server, as a sentence for an admin. */
export function reasonOf(error: unknown, host: string): string {
  if (error instanceof FetchError) return error.message;
  if (error instanceof PrivateAddressError) return privateAddress(host);
  const code = codeOf(error);
  const known = BY_CODE.find(({ codes }) => codes.test(code));
  const name = shown(host);
  return (
    known?.reason(name) ??
    `${name} could not be read: ${truncate(messageOf(error), MAX_MESSAGE)}. Check the address, or try again later.`
  );
}

export function privateAddress(host: string): string {
  return `${shown(host)} is an address of a private network. Whoever runs this bot can allow these with ALLOW_PRIVATE_NETWORKS=true.`;
}

/** A host may have been typed: it can be as long as an address, and the sentence around it must fit a message. */
function shown(host: string): string {
  return truncate(host, MAX_HOST);
}

const BY_CODE: readonly { readonly codes: RegExp; readonly reason: (host: string) => string }[] = [
  {
    codes: /^ENOTFOUND$|^ENODATA$/,
    reason: (host) => `There is no site called ${host}. Check the address for a typing error.`,
  },
  {
    codes: /^EAI_AGAIN$/,
    reason: (host) => `I can't look the name ${host} up at the moment. Try again in a few minutes.`,
  },
  {
    codes: /^ECONNREFUSED$/,
    reason: (host) => `${host} refuses connections: the server may be down. Check the address, or try again later.`,
  },
  { codes: /TIMEOUT|^TimeoutError$/, reason: (host) => `${host} took too long to answer. Try again later.` },
  {
    codes: /^(?:ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/,
    reason: (host) => `I can't reach ${host} from here. Try again later.`,
  },
  {
    codes: /^CERT_HAS_EXPIRED$/,
    reason: (host) => `The certificate of ${host} has expired. Tell its owner to renew it, then try again.`,
  },
  {
    codes: /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_/,
    reason: (host) =>
      `${host} can't prove who it is: its certificate is not valid. Check the address, or tell its owner.`,
  },
  { codes: /^AbortError$/, reason: () => 'I stopped asking. Try again.' },
  {
    codes: /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    reason: (host) => `${host} broke the connection off. Try again later.`,
  },
  {
    codes: /^HPE_|^HTTPParserError$|^UND_ERR_HEADERS/,
    reason: (host) => `${host} does not answer in HTTP. Check the address and the port.`,
  },
];

/** The code of an error, or of the one that caused it (of several tries at once, the first), else its name. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error instanceof AggregateError ? error.errors[0] : error.cause) || error.name;
}

/** What an HTTP status other than success means, and what to do about it. */
export function reasonOfStatus(status: number, host: string): string {
  const said = `${shown(host)} answered ${status}`;
  if (status === 401 || status === 403)
    return `${said}: it does not let me read this feed. Ask its owner, or look for another feed of the site.`;
  if (status === 404)
    return `${said}: there is no feed at this address. Check it, or look on the site whether the feed has moved.`;
  if (status === 410) return `${said}: this feed is gone for good. Look on its site for another one.`;
  if (status === 429) return `${said}: it wants to be asked less often. Try again later.`;
  if (status === 503) return `${said}: it is overloaded or being maintained. Try again later.`;
  if (status >= 500) return `${said}: the server has a problem. Try again later, or tell its owner.`;
  return `${said}, which is no feed. Check the address.`;
}
