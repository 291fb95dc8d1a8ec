import { ApplicationCommandUpdateRequestSchema } from 'discord-api-spec/zod';
import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { commandFaults, type CommandPart } from '../../src/sandbox/command-limits.ts';
import { schemaFaults } from '../../src/sandbox/schema.ts';
import { heraldInside } from '../support/herald-inside.ts';

const bodies = commands.map(({ json }) => json);

test('the sandbox, which refuses what Discord would, registers the whole list', async () => {
  const { sandbox } = await heraldInside();
  const registered = [...sandbox.state.commands.values()].flat();
  expect(registered.map(({ name }) => name)).toEqual(bodies.map(({ name }) => name));
});

describe.each(bodies)('/$name', (body) => {
  test("passes Discord's published schema", () => {
    // The schema wants a number where Discord itself takes a bitset in decimal.
    const rights = body.default_member_permissions;
    const numeric = { ...body, default_member_permissions: typeof rights === 'string' ? Number(rights) : rights };
    expect(schemaFaults(ApplicationCommandUpdateRequestSchema, numeric)).toEqual([]);
  });

  test('keeps the limits that the schema leaves out', () => {
    // As JSON carries it: without the keys that are undefined.
    expect(commandFaults([JSON.parse(JSON.stringify(body)) as CommandPart])).toEqual([]);
  });
});

test('one word an idea: options of one name are of one type everywhere', () => {
  const types = new Map<string, Set<number>>();
  for (const { name, type } of commands.flatMap(({ tasks }) => [...tasks.values()].flatMap(({ options }) => options))) {
    types.set(name, (types.get(name) ?? new Set()).add(type));
  }
  expect([...types].filter(([, kinds]) => kinds.size > 1)).toEqual([]);
});
