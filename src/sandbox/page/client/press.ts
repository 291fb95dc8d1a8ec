import { dismissItem } from './items.ts';
import { askModal } from './modal.ts';
import { ask, attempt, here } from './page.ts';

/** Makes the buttons and lists of choices below messages work. */
export function servePresses(): void {
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    const button = target.closest<HTMLButtonElement>('button[data-press]');
    if (button) press(button, { customId: button.dataset['press'] ?? '' });
    const dismissed = target.closest('[data-dismiss]')?.closest('li');
    if (dismissed) dismissItem(dismissed.id);
  });
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLSelectElement) || target.dataset['choose'] === undefined || target.multiple) return;
    press(target, { customId: target.dataset['choose'], values: [target.value] });
  });
  document.addEventListener('focusout', ({ target }) => {
    if (!(target instanceof HTMLSelectElement) || target.dataset['choose'] === undefined || !target.multiple) return;
    const values = [...target.selectedOptions].map(({ value }) => value);
    if (values.length > 0) press(target, { customId: target.dataset['choose'], values });
  });
  document.addEventListener('keydown', openList);
}

function press(control: HTMLButtonElement | HTMLSelectElement, pressed: { customId: string; values?: string[] }): void {
  const messageId = control.closest('li[id^="message-"]')?.id.replace('message-', '') ?? '';
  control.setAttribute('aria-busy', 'true');
  attempt(async () => {
    try {
      const { modal } = await ask('/sandbox/components', { messageId, ...pressed, userId: here().user });
      if (modal) askModal(modal);
    } finally {
      control.removeAttribute('aria-busy');
      if (control instanceof HTMLSelectElement && !control.multiple) control.value = '';
    }
  });
}

/** In some browsers an arrow key chooses at once in a closed list: here it opens the list, so that one may look first. */
function openList(event: KeyboardEvent): void {
  const { target, key } = event;
  if (!(target instanceof HTMLSelectElement) || target.dataset['choose'] === undefined || target.multiple) return;
  if ((key !== 'ArrowDown' && key !== 'ArrowUp') || isOpen(target)) return;
  event.preventDefault();
  target.showPicker();
}

const isOpen = (list: Element) => CSS.supports('selector(:open)') && list.matches(':open');
