import { request } from 'node:http';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { served, TOKEN } from './support.ts';

/** The status of an answer to a call that names a host, which `fetch` would not let us choose. */
function statusFor(url: string, host: string, path = '/metrics'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${url}${path}`, { headers: { host } }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end();
  });
}

test('without a token, only this machine’s own address opens the pages: a name that points here opens nothing', async () => {
  const { url } = await served();
  const { port } = new URL(url);
  expect(await statusFor(url, `127.0.0.1:${port}`)).toBe(200);
  expect(await statusFor(url, `localhost:${port}`)).toBe(200);
  expect(await statusFor(url, `evil.example:${port}`)).toBe(403);
  expect(await statusFor(url, 'localhost.evil.example')).toBe(403);
  expect(await statusFor(url, 'evil.example', '/healthz')).toBe(200);
});

test('with a token, it opens the pages as a bearer token or as a browser’s password, under any name', async () => {
  const { url, get } = await served({ HTTP_TOKEN: TOKEN, HTTP_HOST: '0.0.0.0' });
  const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
  for (const authorization of [`Bearer ${TOKEN}`, basic(`admin:${TOKEN}`), basic(`:${TOKEN}`)])
    expect((await get('/metrics', { authorization })).status).toBe(200);
  for (const authorization of ['', `Bearer ${TOKEN}x`, 'Bearer', basic(`${TOKEN}:`), basic(TOKEN.slice(1)), TOKEN])
    expect((await get('/metrics', { authorization })).status).toBe(401);
  expect((await get('/')).headers.get('www-authenticate')).toContain('Basic');
  expect(await (await get('/healthz')).text()).toBe('ok\n');
  expect(await statusFor(url, 'herald.example')).toBe(401);
});

test('to open the pages to others without a token is a wrong setting', () => {
  const problemsOf = (settings: Record<string, string>) => {
    const read = readConfig({ HTTP_PORT: '80', ...settings }, () => '');
    return 'problems' in read ? read.problems : [];
  };
  expect(problemsOf({ HTTP_HOST: '0.0.0.0' })).toEqual([expect.stringContaining('set HTTP_TOKEN')]);
  expect(problemsOf({ HTTP_HOST: '::' })).toHaveLength(1);
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
    expect(problemsOf({ HTTP_HOST: host })).toEqual([]);
  expect(problemsOf({ HTTP_HOST: '0.0.0.0', HTTP_TOKEN: TOKEN })).toEqual([]);
  expect(problemsOf({ HTTP_TOKEN: 'short' })).toEqual([expect.stringContaining('at least 16')]);
});

test('what is not there, and what would change something, is answered in words', async () => {
  const { url, get } = await served();
  expect((await get('/nowhere')).status).toBe(404);
  expect((await get('//')).status).toBe(404);
  const posted = await fetch(`${url}/metrics`, { method: 'POST', body: 'x' });
  expect(posted.status).toBe(405);
  const head = await fetch(`${url}/healthz`, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});
