import type { Button, Press, Row } from '../src/bot/reply.ts';
import { texts } from './texts.ts';

/** A part of a list. Pages count from 0. */
export interface Page<T> {
  readonly shown: readonly T[];
  /** The page that was asked for, or the last one when the list has become shorter. */
  readonly page: number;
  readonly pages: number;
}

export function pageOf<T>(list: readonly T[], page: number, perPage: number): Page<T> {
  const pages = Math.max(1, Math.ceil(list.length / perPage));
  const held = Math.min(Math.max(page, 0), pages - 1);
  return { shown: list.slice(held * perPage, (held + 1) * perPage), page: held, pages };
}

/**
 * The buttons that turn pages; none when there is but one page. All they know is what they carry, so that they work after a
 * restart.
 *
 * @param pressOf what leads to a page.
 * @param others up to three buttons that stand behind them in any case.
 */
export function turnPages(
  page: number,
  hasNext: boolean,
  pressOf: (page: number) => Press,
  others: readonly Button[] = [],
): Row[] {
  const { previous, next } = texts.pages;
  const turning: Button[] = [
    { kind: 'button', label: previous, disabled: page === 0, press: pressOf(Math.max(page - 1, 0)) },
    { kind: 'button', label: next, disabled: !hasNext, press: pressOf(page + 1) },
  ];
  const row = [...(page === 0 && !hasNext ? [] : turning), ...others];
  return row.length === 0 ? [] : [row];
}
