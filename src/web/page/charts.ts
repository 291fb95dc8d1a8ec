import type { Slot } from '../../store/flow.ts';
import { chartHtml, type Chart } from './chart.ts';
import { html, type Markup } from './html.ts';
import { count, counted, span } from './words.ts';

/** What happened in the last hours, drawn. */
export function chartsHtml(slots: readonly Slot[]): Markup {
  return html`${[posts(slots), delays(slots), articles(slots)].map(chartHtml)}`;
}

function posts(slots: readonly Slot[]): Chart {
  const sent = sum(slots.map((slot) => slot.sent));
  const abandoned = sum(slots.map((slot) => slot.abandoned));
  return {
    id: 'posts',
    title: 'Posts',
    summary: `${counted(sent, 'post')} in the last 24 hours, ${abandoned === 0 ? 'none' : count(abandoned)} given up.`,
    top: (value) => counted(value, 'post'),
    legend: ['posted', 'given up'],
    bars: slots.map(({ startAt, sent: done, abandoned: lost }) => ({
      startAt,
      parts: [done, lost],
      label: lost === 0 ? counted(done, 'post') : `${counted(done, 'post')}, ${count(lost)} given up`,
    })),
  };
}

function delays(slots: readonly Slot[]): Chart {
  const all = slots.flatMap(({ delaysMs }) => delaysMs);
  const [half, most] = [share(all, 0.5), share(all, 0.9)];
  return {
    id: 'delays',
    title: 'From publication to post',
    summary:
      all.length === 0 ? 'Nothing new was posted.' : `Half within ${span(half)}, nine in ten within ${span(most)}.`,
    top: span,
    legend: ['half within', 'nine in ten within'],
    bars: slots.map(({ startAt, delaysMs }) => {
      const [lower, upper] = [share(delaysMs, 0.5), share(delaysMs, 0.9)];
      const label =
        delaysMs.length === 0 ? 'no posts' : `half within ${span(lower)}, nine in ten within ${span(upper)}`;
      return { startAt, parts: [lower, upper - lower], label };
    }),
  };
}

function articles(slots: readonly Slot[]): Chart {
  return {
    id: 'articles',
    title: 'New articles',
    summary: `${counted(sum(slots.map((slot) => slot.articles)), 'new article')} in the last 24 hours.`,
    top: (value) => counted(value, 'article'),
    legend: [],
    bars: slots.map(({ startAt, articles: found }) => ({
      startAt,
      parts: [found, 0],
      label: counted(found, 'article'),
    })),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** The least value that so many of all don't exceed; 0 of none. */
function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}
