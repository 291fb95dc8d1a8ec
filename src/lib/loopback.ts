/** Whether a host, named as in a URL or as an address, is this machine and reached from nowhere else. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}
