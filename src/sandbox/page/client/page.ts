/** Where the page is: the open channel, who looks (an id), and under which name. The server writes it on the body. */
export function here(): { readonly channel: string; readonly user: string; readonly as: string } {
  const { channel = '', user = '', as = '' } = document.body.dataset;
  return { channel, user, as };
}

/** An element that the server has written. */
export function find<Kind extends Element>(
  kind: new () => Kind,
  selector: string,
  within: ParentNode = document,
): Kind {
  const found = within.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`the page lacks ${selector}`);
}

/** A new element with a text, which stays a text whatever it holds. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...content: readonly (string | Node)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

/** What the sandbox answers to somebody's hand. */
export interface Answer {
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
  readonly modal?: Modal;
}

export interface Modal {
  readonly custom_id: string;
  readonly title: string;
  readonly components: readonly unknown[];
}

/**
 * Asks the sandbox to do something.
 *
 * @throws Error with a sentence for the reader when that failed.
 */
export async function ask(path: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => undefined);
  if (answer === undefined) throw new Error('The sandbox does not answer: is Herald still running?');
  if (answer.ok) return answer.status === 204 ? {} : ((await answer.json()) as Answer);
  const { error, message } = (await answer.json()) as { error?: string; message?: string };
  throw new Error(message ?? error ?? `The sandbox answered ${answer.status}.`);
}

/** Says something below the box for messages. */
export function say(text: string): void {
  find(HTMLElement, '#notice').textContent = text;
}

/** Carries out something; what fails is said. */
export function attempt(work: () => Promise<unknown>): void {
  say('');
  work().catch((error: unknown) => say(error instanceof Error ? error.message : String(error)));
}
