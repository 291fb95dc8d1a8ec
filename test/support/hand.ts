import type { Sandbox } from '../../src/sandbox/server.ts';

/** The part of a reply that tests look at. */
export interface Shown {
  readonly id: string;
  readonly content: string;
  readonly flags?: number;
  readonly embeds: readonly {
    readonly title?: string;
    readonly description?: string;
    readonly url?: string;
    readonly fields?: readonly { readonly name: string; readonly value: string }[];
    readonly footer?: { readonly text: string };
  }[];
  readonly components?: readonly {
    readonly components: readonly {
      readonly type: number;
      readonly label?: string;
      readonly custom_id?: string;
      readonly disabled?: boolean;
      readonly url?: string;
      readonly options?: readonly { readonly label: string; readonly value: string }[];
    }[];
  }[];
}

/** A form with one field. */
interface OpenForm {
  readonly title: string;
  readonly components: readonly { readonly label: string; readonly component: { readonly value: string } }[];
}

type Options = Readonly<Record<string, unknown>>;
interface As {
  readonly userId?: string;
  readonly channelId?: string;
}

/** A person's hand in the sandbox: types commands, presses buttons. Each answers with what the person then sees. */
export function handIn(sandbox: Sandbox) {
  const call = async (path: string, body: Options): Promise<Record<string, unknown>> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${sandbox.url}/sandbox${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const json = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(String(json['error']));
    return json;
  };
  const last = (answer: Record<string, unknown>): Shown => {
    const shown = (answer['messages'] as Shown[]).at(-1);
    if (shown === undefined) throw new Error('nothing was answered');
    return shown;
  };
  return {
    run: async (name: string, options: Options = {}, as: As = {}) =>
      last(await call('/commands', { name, options, ...as })),
    /** Presses the button that has this label. */
    press: async (message: Shown, label: string, as: As = {}) =>
      last(await call('/components', { messageId: message.id, customId: customIdOf(message, label), ...as })),
    /** Presses the button that has this label, and answers the form that it opens. */
    open: async (message: Shown, label: string, as: As = {}) =>
      (await call('/components', { messageId: message.id, customId: customIdOf(message, label), ...as }))['modal'] as
        OpenForm | undefined,
    /** Sends the form that is open. */
    send: async (text: string, as: As = {}) => last(await call('/modals', { fields: { text }, ...as })),
    choose: async (message: Shown, values: readonly string[], as: As = {}) =>
      last(
        await call('/components', { messageId: message.id, customId: customIdOf(message, undefined), values, ...as }),
      ),
    complete: async (name: string, options: Options, focused: string, as: As = {}) =>
      (await call('/autocomplete', { name, options, focused, ...as }))['choices'] as { name: string; value: string }[],
  };
}

/** The custom_id of the button with a label, or of the first list of choices. */
function customIdOf({ components = [] }: Shown, label: string | undefined): string {
  const all = components.flatMap((row) => row.components);
  const found = all.find((one) => (label === undefined ? one.options !== undefined : one.label === label));
  if (found?.custom_id === undefined) {
    throw new Error(`no ${label ?? 'list of choices'} among ${all.map((one) => one.label).join(', ')}`);
  }
  return found.custom_id;
}
