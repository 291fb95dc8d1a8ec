import { RAN, type } from './box.ts';
import { PUBLISHED } from './dialogs.ts';
import { OPENED } from './opening.ts';
import { find, here, make } from './page.ts';

/** One sentence, something to try, and how one sees that it was tried. */
interface Hint {
  readonly text: string;
  readonly button?: { readonly label: string; readonly type?: string; readonly opens?: string };
  readonly tried: (event: Event) => boolean;
}

const ran = (name: string) => (event: Event) => event instanceof CustomEvent && event.detail === name;
const command = (label: string) => ({ label, type: label });

const HINTS: readonly Hint[] = [
  {
    text: 'Articles arrive here as their feed publishes them. Next, try',
    button: command('/subscribe tag:javascript'),
    tried: ran('subscribe'),
  },
  {
    text: 'From now on articles with that tag also come as direct messages. Write one:',
    button: { label: 'Publish an article', opens: 'publish' },
    tried: ({ type: kind }) => kind === PUBLISHED,
  },
  { text: 'There it comes. Find it again with', button: command('/search words:hello'), tried: ran('search') },
  { text: 'Have a look at what is written about here:', button: command('/tags'), tried: ran('tags') },
  {
    text: 'Add a feed that you read yourself:',
    button: { label: 'Add a feed', opens: 'feed' },
    tried: ran('feed add'),
  },
  {
    text: 'Be somebody else: choose Linus under “You are”, and see what a member sees.',
    tried: ({ type: kind }) => kind === OPENED && here().as !== 'ada',
  },
  { text: 'That is Herald. All else is in', button: command('/help'), tried: () => false },
];
const KEY = 'hint';

/** Shows the next thing to try, until it was tried. */
export function showHints(): void {
  for (const event of [RAN, PUBLISHED, OPENED]) {
    document.addEventListener(event, (told) => {
      if (!HINTS[step()]?.tried(told)) return;
      localStorage.setItem(KEY, String(step() + 1));
      draw();
    });
  }
  document.addEventListener('click', ({ target }) => {
    const text = target instanceof Element ? target.closest('[data-type]')?.getAttribute('data-type') : undefined;
    if (text) type(text);
  });
  draw();
}

const step = () => Math.min(Number(localStorage.getItem(KEY) ?? 0), HINTS.length - 1);

function draw(): void {
  const { text, button } = HINTS[step()] ?? { text: '' };
  const attributes = {
    ...{ type: 'button', class: 'plain' },
    ...(button?.type && { 'data-type': button.type }),
    ...(button?.opens && { 'data-opens': button.opens }),
  };
  const shown = button === undefined ? [] : [' ', make('button', attributes, button.label)];
  find(HTMLElement, '#hint').replaceChildren(make('span', {}, text), ...shown);
}
