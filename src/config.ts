import { z } from 'zod';
import { isLoopback } from './lib/loopback.ts';

/** How the text of one setting is read; the message of a failing rule says what to write instead. */
interface Setting {
  readonly schema: z.ZodType<unknown, string | undefined>;
  /** Stays out of logs and messages, and may be kept in a file: `NAME_FILE` says which. */
  readonly secret?: true;
}

const ROLES = ['gateway', 'poll', 'send'] as const;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Every setting of Herald, under the name it has in the environment, in `.env.example`, in the README and in the code. */
export const settings = {
  DISCORD_TOKEN: {
    schema: matching(
      /^[\w.-]{20,}$/,
      "the bot's token, as the Developer Portal shows it under Bot > Reset Token",
    ).optional(),
    secret: true,
  },
  DISCORD_API_URL: { schema: webAddress('https://discord.com/api').default('https://discord.com/api') },
  DATABASE_URL: {
    schema: matching(/^sqlite:./, 'sqlite:PATH, for example sqlite:data/herald.db').optional(),
    secret: true,
  },
  FEED_URL: { schema: webAddress('https://dev.to/feed').optional() },
  CHANNEL_ID: {
    schema: matching(
      /^\d{17,20}$/,
      'the 17 to 20 digits that Discord gives under channel > Copy Channel ID',
    ).optional(),
  },
  POLL_SECONDS: { schema: wholeNumber(1, 86_400, 600).optional() },
  POST_BACKLOG: { schema: wholeNumber(0, 1000, 3).optional() },
  PAGE_PICTURES: { schema: yesOrNo().default(false) },
  ALLOW_PRIVATE_NETWORKS: { schema: yesOrNo().optional() },
  ROLES: { schema: listOf(ROLES).default([...ROLES]) },
  SHARDS: { schema: shardList().optional() },
  SHARD_COUNT: { schema: wholeNumber(1, 100_000, 2).optional() },
  FEEDS_PER_SERVER: { schema: wholeNumber(1, 100_000, 300).default(300) },
  SUBSCRIPTIONS_PER_SERVER: { schema: wholeNumber(1, 1_000_000, 1000).default(1000) },
  SUBSCRIPTIONS_PER_MEMBER: { schema: wholeNumber(1, 10_000, 50).default(50) },
  CALLS_PER_SECOND: { schema: wholeNumber(1, 10_000, 50).default(50) },
  COMMANDS_PER_MINUTE: { schema: wholeNumber(1, 1000, 30).default(30) },
  HTTP_HOST: {
    schema: matching(/^[\w.:-]+$/, 'an address of this machine, for example 127.0.0.1, or 0.0.0.0 for all').default(
      '127.0.0.1',
    ),
  },
  HTTP_PORT: { schema: wholeNumber(0, 65_535, 9321).optional() },
  HTTP_TOKEN: {
    schema: matching(/^[\x21-\x7e]{16,}$/, 'at least 16 letters, digits and signs, without spaces').optional(),
    secret: true,
  },
  FOLD_ABOVE: { schema: wholeNumber(0, 100, 5).default(5) },
  POSTS_PER_HOUR: { schema: wholeNumber(0, 10_000, 0).default(0) },
  PUBLIC_URL: {
    schema: webAddress('https://herald.example.org')
      .transform((address) => address.replace(/\/+$/, ''))
      .optional(),
  },
  SANDBOX_PORT: { schema: wholeNumber(0, 65_535, 8321).default(8321) },
  CONTACT: { schema: matching(/^[\x21-\x7e]+$/, 'an e-mail address or a URL, without spaces').optional() },
  LOG_LEVEL: { schema: oneOf(LOG_LEVELS).default('info') },
} as const satisfies Record<string, Setting>;

type SettingName = keyof typeof settings;
export type Config = { readonly [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> };
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads every setting, and reports every problem at once.
 *
 * @param readFile reads the file that a `NAME_FILE` names; throws when it can't.
 * @returns the settings, or one sentence a problem, none of which shows a secret.
 */
export function readConfig(
  environment: Environment,
  readFile: (path: string) => string,
): { readonly config: Config } | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const values = Object.entries<Setting>(settings).map(([name, setting]) => {
    const given = readText(name, setting, environment, readFile);
    if ('problem' in given) return problems.push(given.problem);
    const parsed = setting.schema.safeParse(given.text);
    if (parsed.success) return [name, parsed.data] as const;
    const shown = setting.secret ? 'has a value that cannot be right' : `is ${JSON.stringify(given.text)}`;
    return problems.push(`${name} ${shown}: write ${parsed.error.issues[0]?.message ?? 'another value'}.`);
  });
  // The table's own keys and schemas made every entry: TypeScript can't follow that through Object.entries.
  const config = Object.fromEntries(values.filter((value) => typeof value === 'object')) as unknown as Config;
  if (problems.length === 0) problems.push(...contradictions(config));
  return problems.length === 0 ? { config } : { problems };
}

/** The values that must never be seen in an output. */
export function secretsOf(config: Config): string[] {
  return Object.entries<Setting>(settings)
    .filter(([, setting]) => setting.secret)
    .map(([name]) => config[name as SettingName])
    .filter((value) => typeof value === 'string');
}

function readText(
  name: string,
  setting: Setting,
  environment: Environment,
  readFile: (path: string) => string,
): { readonly text: string | undefined } | { readonly problem: string } {
  const text = environment[name]?.trim();
  const file = setting.secret ? environment[`${name}_FILE`]?.trim() : undefined;
  if (file === undefined || file === '') return { text: text === '' ? undefined : text };
  if (text !== undefined && text !== '')
    return { problem: `${name} and ${name}_FILE are both set: remove one of them.` };
  try {
    return { text: readFile(file).trim() };
  } catch {
    return {
      problem: `${name}_FILE names ${JSON.stringify(file)}, which can't be read: check the path and its permissions.`,
    };
  }
}

function contradictions(config: Config): string[] {
  const problems: string[] = [];
  const fixed = [config.FEED_URL, config.CHANNEL_ID].filter((value) => value !== undefined);
  if (config.DISCORD_TOKEN !== undefined && fixed.length === 1) {
    problems.push('FEED_URL and CHANNEL_ID belong together: set both, or neither.');
  }
  if (config.SHARDS !== undefined && config.SHARD_COUNT === undefined) {
    problems.push('SHARDS needs SHARD_COUNT: write how many shards all processes hold together.');
  }
  const { SHARDS: shards = [], SHARD_COUNT: count = Infinity } = config;
  if (shards.some((shard) => shard >= count)) {
    problems.push('SHARDS counts from 0: each must be less than SHARD_COUNT.');
  }
  problems.push(...openings(config));
  return problems;
}

/** What would open the pages to strangers, or could not be reached. */
function openings({ HTTP_HOST, HTTP_PORT, HTTP_TOKEN, PUBLIC_URL }: Config): string[] {
  if (PUBLIC_URL !== undefined && HTTP_PORT === undefined)
    return ['PUBLIC_URL needs HTTP_PORT: write the port that it leads to.'];
  if (HTTP_PORT === undefined || HTTP_TOKEN !== undefined) return [];
  const advice = 'set HTTP_TOKEN, its password (openssl rand -hex 32 makes one)';
  if (PUBLIC_URL !== undefined) return [`PUBLIC_URL lets others reach the status page: ${advice}.`];
  if (isLoopback(HTTP_HOST)) return [];
  return [`HTTP_HOST lets others reach the status page: ${advice}, or leave HTTP_HOST at 127.0.0.1.`];
}

function matching(pattern: RegExp, advice: string) {
  return z.string().regex(pattern, advice);
}

function webAddress(example: string) {
  return z.url({
    protocol: /^https?$/,
    error: `an address that begins with http:// or https://, for example ${example}`,
  });
}

function wholeNumber(min: number, max: number, example: number) {
  const advice = `a whole number from ${min} to ${max}, for example ${example}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, advice)
    .transform(Number)
    .refine((number) => number >= min && number <= max, advice);
}

function oneOf<const Words extends readonly string[]>(words: Words) {
  return z.enum(words, { error: words.join(', ') });
}

function yesOrNo() {
  return oneOf(['true', 'false']).transform((word) => word === 'true');
}

function listOf<const Words extends readonly string[]>(words: Words) {
  const advice = `one or more of ${words.join(', ')}, with commas between`;
  return z
    .string()
    .transform((list) => list.split(',').map((word) => word.trim()))
    .pipe(z.array(z.enum(words, { error: advice })));
}

function shardList() {
  return matching(/^\d{1,6}(,\d{1,6})*$/, 'shard numbers with commas between, for example 0,1').transform((list) =>
    list.split(',').map(Number),
  );
}
