import { ApplicationCommandOptionType, type APIApplicationCommandBasicOption } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { ADMIN, CHANNELS, GUILD, ROLES } from '../../src/sandbox/cast.ts';
import type { Store } from '../../src/store/index.ts';
import type { Shown } from '../support/hand.ts';
import { heraldInside, type Inside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';

const FEEDS = 300;
const EMOJI = '🏳️‍🌈'.repeat(30);
const ARABIC = 'مرحبا بالعالم';
const MARKS = '**_`~|[x](https://x.example) <@1> @everyone # '.repeat(100);
const EXTREMES = [EMOJI, ARABIC, MARKS];

const tasks = commands.flatMap(({ json, tasks: parts }) =>
  [...parts.values()].map((part) => ({
    ...part,
    path: part.name === json.name ? json.name : `${json.name} ${part.name}`,
  })),
);

/** Three hundred feeds whose names, authors and tags are as long or as odd as they come, all wanted by one channel. */
async function crowd(store: Store): Promise<void> {
  const channel = await store.destinations.ensure({ kind: 'channel', address: CHANNELS.text, serverId: GUILD });
  for (let n = 0; n < FEEDS; n += 1) {
    const odd = [MARKS, ARABIC, EMOJI, `${n} ${'t'.repeat(4000)}`][n % 4] ?? '';
    const facts = { tags: [EMOJI, `${ARABIC} ${n}`, MARKS], authors: [{ name: odd, url: undefined }] };
    const place = { url: `http://127.0.0.1:9/${'p'.repeat(1500)}/${n}?key=secret`, title: odd };
    const feedId = await stock(store, GUILD, [{ title: odd, text: odd, ...facts }], place);
    const wish = {
      serverId: GUILD,
      memberId: ADMIN.id,
      feedId,
      destinationId: channel.id,
      tags: [EMOJI, `${n}`],
      except: [MARKS],
    };
    await store.subscriptions.add(wish, Date.now());
  }
}

/** What a member could give for an option, the extreme where it is a text. */
function valueFor(option: APIApplicationCommandBasicOption, extreme: string): unknown {
  const { Channel, Role, Boolean, Integer, String } = ApplicationCommandOptionType;
  if (option.type === String) return option.choices?.[0]?.value ?? extreme;
  const value = new Map<number, unknown>([
    [Channel, CHANNELS.text],
    [Role, ROLES[2]?.id],
    [Boolean, true],
    [Integer, 'max_value' in option ? option.max_value : 1],
  ]).get(option.type);
  if (value === undefined) throw new Error(`This test knows no value for ${option.name}`);
  return value;
}

const pressable = ({ components = [] }: Shown) =>
  components.flatMap((row) => row.components.filter((one) => one.custom_id !== undefined && one.disabled !== true));

/** Runs a command, then presses what its answer shows; what the first press has replaced can't be pressed any more. */
async function runAndPress({ hand }: Inside, path: string, options: Readonly<Record<string, unknown>>): Promise<void> {
  const shown = await hand.run(path, options);
  for (const { label = '', options: choices } of pressable(shown)) {
    const pressed = choices ? hand.choose(shown, [choices[0]?.value ?? '']) : pressAndFillIn(hand, shown, label);
    await pressed.catch((error: unknown) => expect(String(error)).toContain('no such component'));
  }
}

async function pressAndFillIn(hand: Inside['hand'], shown: Shown, label: string): Promise<void> {
  const form = await hand.open(shown, label);
  if (form !== undefined) await hand.send(MARKS.slice(0, 2000));
}

/** For each option an extreme; a feed is one that is there. */
function given(options: readonly APIApplicationCommandBasicOption[], extreme: string, feed: string) {
  return Object.fromEntries(
    options.map((option) => [option.name, option.name === 'feed' ? feed : valueFor(option, extreme)]),
  );
}

/** Asks for completions of an option that is being typed. */
async function completeAll({ hand }: Inside, path: string, option: string): Promise<void> {
  for (const typed of ['', EMOJI, ARABIC, 'مر', '**', MARKS, `${EMOJI}, `, '4']) {
    expect((await hand.complete(path, { [option]: typed }, option)).length).toBeLessThanOrEqual(25);
  }
}

test('whatever is typed, commands, completions and buttons answer within the limits of Discord', async () => {
  const place = await heraldInside({ ROLES: 'gateway' });
  await crowd(place.store);
  for (const { path, options } of tasks) {
    const completed = options.filter((option) => 'autocomplete' in option && option.autocomplete);
    for (const { name } of completed) await completeAll(place, path, name);
  }
  for (const extreme of EXTREMES) {
    for (const { path, options } of tasks) {
      await runAndPress(place, path, given(options, extreme, extreme));
      const namesFeed = options.some(({ name }) => name === 'feed');
      if (namesFeed) await runAndPress(place, path, given(options, extreme, '4'));
    }
  }
  expect(place.logged.filter((line) => /a command failed|an autocompletion failed|could not be/.test(line))).toEqual(
    [],
  );
  expect(place.sandbox.answers.get(400) ?? 0).toBe(0);
}, 60_000);

test.each([
  'a'.repeat(1900),
  `${'a.'.repeat(940)}example`,
  `https://${'é'.repeat(1900)}`,
  `127.0.0.1:9/${'p'.repeat(1900)}`,
])(
  'an address as long as Discord lets one type is answered with a sentence',
  async (url) => {
    const { hand, sandbox, logged } = await heraldInside({ ROLES: 'gateway' });
    expect((await hand.run('feed add', { url })).content).toMatch(/\.$/);
    expect(logged.filter((line) => /a command failed|could not be answered/.test(line))).toEqual([]);
    expect(sandbox.answers.get(400) ?? 0).toBe(0);
  },
  20_000,
);
