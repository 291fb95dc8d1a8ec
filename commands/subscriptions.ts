import { z } from 'zod';
import { action, command } from '../src/bot/command.ts';
import { end } from './subscribing/end.ts';
import { listing, View } from './subscribing/list.ts';
import { endable } from './subscribing/own.ts';
import { resume } from './subscribing/paused.ts';
import { texts } from './texts.ts';

export const subscriptions = command({
  name: 'subscriptions',
  description: texts.subscriptions.description,
  inDirectMessages: true,
  options: {},
  run: (_options, caller, context) => listing({ page: 0 }, caller, context),
  actions: {
    /** The button below an article that came by direct message: the article stays. */
    stop: action(z.object({ id: z.int() }), async ({ id }, caller, context) => {
      const { content, buttons } = await end(await endable(id, caller, context), caller, context);
      return { content, beside: true, ...(buttons.length > 0 && { rows: [buttons] }) };
    }),
    resume: action(z.unknown(), async (_carry, caller, context) => await resume(caller, context)),
    page: action(View, (view, caller, context) => listing(view, caller, context)),
    end: action(
      View.extend({ id: z.int() }),
      async ({ id, ...view }, caller, context) =>
        await listing(view, caller, context, await end(await endable(id, caller, context), caller, context)),
    ),
  },
});
