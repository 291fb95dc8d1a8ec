import { parseArgs } from 'node:util';

import { benchCommands } from './commands.ts';
import { benchDeliveries } from './deliveries.ts';
import type { Figure } from './measure.ts';
import { benchPolls } from './polls.ts';
import { benchSearch } from './search.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    file: { type: 'string' },
  },
});

/** Figures as they come: one JSON object a line, or a table of which `!` marks what exceeds its bound. */
async function show(figures: AsyncIterable<Figure>): Promise<void> {
  for await (const figure of figures) {
    const { name, p50, p99, boundMs = Infinity } = figure;
    const cells = [name.padEnd(48), p50.toFixed(2).padStart(9), p99.toFixed(2).padStart(9)];
    const line = values.json ? JSON.stringify(figure) : `${cells.join('')} ms${p99 > boundMs ? ' !' : ''}`;
    process.stdout.write(`${line}\n`);
  }
}

if (!values.json) process.stdout.write(`${''.padEnd(48)}      p50      p99\n`);
await show(benchPolls());
await show(benchDeliveries());
await show(benchCommands());
await show(benchSearch(100_000, 25));
// Filling a file takes many minutes: with --file it is kept.
if (values.large) await show(benchSearch(1_000_000, 60, values.file));
