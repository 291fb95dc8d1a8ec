import { html, type Markup } from './html.ts';
import { clock } from './words.ts';

/** A span of time in a chart. */
export interface Bar {
  readonly startAt: number;
  /** From below, one on the other. */
  readonly parts: readonly [number, number];
  /** The same in words. */
  readonly label: string;
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly summary: string;
  /** The value at the top of the scale. */
  readonly top: (value: number) => string;
  /** The meanings of the two parts of a bar; of one: the lower. */
  readonly legend: readonly string[];
  /** The oldest first. */
  readonly bars: readonly Bar[];
}

const STEP = 10;
const WIDTH = 8;
const HEIGHT = 100;

/** A chart of bars, and its figures as a table for who can't see it or wants to know exactly. */
export function chartHtml({ id, title, summary, top, legend, bars }: Chart): Markup {
  const most = Math.max(...bars.map(({ parts: [lower, upper] }) => lower + upper));
  return html`<figure class="chart">
    <figcaption>
      <h3>${title}</h3>
      <p>${summary}</p>
    </figcaption>
    <p class="scale" aria-hidden="true">
      <span>${most > 0 ? top(most) : ''}</span>${legend.map(
        (name, index) => html`<span class="key part${index}">${name}</span>`,
      )}
    </p>
    <svg
      viewBox="0 0 ${bars.length * STEP} ${HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label="${title}: ${summary}"
    >
      ${bars.map((bar, index) => barSvg(bar, index, most))}
    </svg>
    <p class="axis" aria-hidden="true"><span>24 h ago</span><span>12 h ago</span><span>now</span></p>
    ${figuresHtml({ id, title, bars })}
  </figure> `;
}

function figuresHtml({ id, title, bars }: Pick<Chart, 'id' | 'title' | 'bars'>): Markup {
  return html`<details id="${id}">
    <summary>${title} in figures</summary>
    <table>
      <thead>
        <tr>
          <th scope="col">From (UTC)</th>
          <th scope="col">${title}</th>
        </tr>
      </thead>
      <tbody>
        ${bars.toReversed().map(
          ({ startAt, label }) =>
            html`<tr>
              <th scope="row">${clock(startAt)}</th>
              <td>${label}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

function barSvg({ startAt, parts: [lower, upper], label }: Bar, index: number, most: number): Markup {
  const height = (value: number) => (most === 0 ? 0 : Math.round((value / most) * HEIGHT * 10) / 10);
  const [low, high] = [height(lower), height(upper)];
  const x = index * STEP + (STEP - WIDTH) / 2;
  return html`<g
    ><title>${clock(startAt)} UTC: ${label}</title>
    <rect class="hit" x="${index * STEP}" y="0" width="${STEP}" height="${HEIGHT}" />
    <rect class="part0" x="${x}" y="${HEIGHT - low}" width="${WIDTH}" height="${low}" />
    <rect class="part1" x="${x}" y="${HEIGHT - low - high}" width="${WIDTH}" height="${high}"
  /></g> `;
}
