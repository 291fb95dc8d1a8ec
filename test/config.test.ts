import { expect, test } from 'vitest';
import { readConfig, secretsOf } from '../src/config.ts';

const noFile = () => {
  throw new Error('ENOENT');
};
const TOKEN = 'a-token-of-more-than-twenty-characters';

test('no setting at all is a set-up', () => {
  const read = readConfig({}, noFile);
  expect(read).toMatchObject({
    config: { DISCORD_API_URL: 'https://discord.com/api', SANDBOX_PORT: 8321, ROLES: ['gateway', 'poll', 'send'] },
  });
});

test('every problem is told at once, with what to write instead', () => {
  const read = readConfig(
    { POLL_SECONDS: 'often', FEED_URL: 'ftp://example.org', LOG_LEVEL: 'loud', ROLES: 'poll,dance', CHANNEL_ID: '12' },
    noFile,
  );
  expect('problems' in read && read.problems).toEqual([
    'FEED_URL is "ftp://example.org": write an address that begins with http:// or https://, for example https://dev.to/feed.',
    'CHANNEL_ID is "12": write the 17 to 20 digits that Discord gives under channel > Copy Channel ID.',
    'POLL_SECONDS is "often": write a whole number from 1 to 86400, for example 600.',
    'ROLES is "poll,dance": write one or more of gateway, poll, send, with commas between.',
    'LOG_LEVEL is "loud": write trace, debug, info, warn, error, fatal, silent.',
  ]);
});

test('a wrong secret is not shown', () => {
  const read = readConfig({ DISCORD_TOKEN: 'hunter2', DATABASE_URL: 'mysql://me:hunter2@host/db' }, noFile);
  expect('problems' in read && read.problems).toHaveLength(2);
  expect(JSON.stringify(read)).not.toContain('hunter2');
});

test('a secret may be kept in a file', () => {
  const read = readConfig({ DISCORD_TOKEN_FILE: '/secret' }, (path) => (path === '/secret' ? `${TOKEN}\n` : noFile()));
  expect(read).toMatchObject({ config: { DISCORD_TOKEN: TOKEN } });
  expect('config' in read && secretsOf(read.config)).toEqual([TOKEN]);
});

test('a file of a secret that cannot be read, or that competes with the setting itself, is a problem', () => {
  expect(readConfig({ DISCORD_TOKEN_FILE: '/gone' }, noFile)).toMatchObject({
    problems: ['DISCORD_TOKEN_FILE names "/gone", which can\'t be read: check the path and its permissions.'],
  });
  expect(readConfig({ DISCORD_TOKEN: TOKEN, DISCORD_TOKEN_FILE: '/secret' }, () => TOKEN)).toMatchObject({
    problems: ['DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set: remove one of them.'],
  });
});

test('a token in curly quotes, and shards that cannot be, are refused', () => {
  expect(readConfig({ DISCORD_TOKEN: `“${TOKEN}”` }, noFile)).toHaveProperty('problems');
  expect(readConfig({ SHARDS: '0,5', SHARD_COUNT: '2' }, noFile)).toEqual({
    problems: ['SHARDS counts from 0: each must be less than SHARD_COUNT.'],
  });
});

test('an empty setting is no setting', () => {
  expect(readConfig({ POLL_SECONDS: '', CHANNEL_ID: ' ' }, noFile)).toHaveProperty('config');
});

test('with a token, FEED_URL and CHANNEL_ID come together', () => {
  const read = readConfig({ DISCORD_TOKEN: TOKEN, FEED_URL: 'https://dev.to/feed' }, noFile);
  expect(read).toEqual({ problems: ['FEED_URL and CHANNEL_ID belong together: set both, or neither.'] });
});
