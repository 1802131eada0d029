// Lines over time.

import { html, svg, nothing, UPlot } from './lib.js';
import { bytes, compact } from './format.js';

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Bytes are counted in powers of two. */
const steps = (format) => (format === bytes
  ? Array.from({ length: 60 }, (_, i) => 2 ** i)
  : Array.from({ length: 15 }, (_, i) => [1, 2, 5].map((n) => n * 10 ** i)).flat());

const labels = (splits, format) => splits.map((value) => (format === bytes ? format(value).replace('.0 ', ' ')
  : Number.isInteger(value) ? compact(value) + format(0).slice(1) : ''));

/** uPlot's own way shows dates, too; the time of day is enough for an hour. */
function clock(u, splits, axis, space, step) {
  return splits.map((at) => new Date(at * 1000).toLocaleTimeString('en-GB').slice(0, step < 60 ? 8 : 5));
}

/**
 * A chart with axes. Set .data to {times, values}, times in seconds, and .format to write a value.
 */
class Chart extends HTMLElement {
  #data = { times: [], values: [] };
  #plot = null;
  #resize = null;
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #redraw = () => this.#build();
  format = compact;

  set data(data) {
    if (data === this.#data) return;
    this.#data = data;
    if (this.#plot) this.#plot.setData([data.times, data.values]);
    else if (this.isConnected) this.#build();
  }

  connectedCallback() {
    this.#resize = new ResizeObserver(() => {
      if (this.#plot && this.clientWidth) this.#plot.setSize({ width: this.clientWidth, height: this.clientHeight });
    });
    this.#resize.observe(this);
    this.#dark.addEventListener('change', this.#redraw);
    this.#build();
  }

  disconnectedCallback() {
    this.#resize.disconnect();
    this.#dark.removeEventListener('change', this.#redraw);
    this.#plot?.destroy();
    this.#plot = null;
  }

  #build() {
    this.#plot?.destroy();
    const axis = {
      stroke: color('--muted'),
      grid: { stroke: color('--line'), width: 1 },
      ticks: { show: false },
      font: '11px system-ui, sans-serif',
    };
    const line = color('--accent');
    this.#plot = new UPlot({
      width: this.clientWidth || 300,
      height: this.clientHeight || 160,
      padding: [8, 22, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
      scales: { y: { range: (u, low, high) => [0, Math.max(high * 1.1, this.format === bytes ? 4096 : 4)] } },
      axes: [
        { ...axis, size: 24, space: 70, values: clock, incrs: [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400] },
        { ...axis, size: 62, space: 32, gap: 8, values: (u, splits) => labels(splits, this.format), incrs: steps(this.format) },
      ],
      series: [{}, { stroke: line, width: 1.75, fill: color('--accent-faint'), points: { show: false }, spanGaps: false }],
      hooks: { setCursor: [(u) => this.#tell(u)] },
    }, [this.#data.times, this.#data.values], this);
  }

  /** What is under the pointer is told in the caption. */
  #tell(u) {
    const at = u.cursor.idx;
    const caption = this.parentElement?.querySelector('.now');
    if (!caption) return;
    const value = at == null ? null : this.#data.values[at];
    caption.textContent = value == null
      ? caption.dataset.now
      : `${this.format(value)} at ${new Date(this.#data.times[at] * 1000).toLocaleTimeString('en-GB')}`;
  }
}

customElements.define('mk-chart', Chart);

/** A chart with its caption, which says in words what it shows. */
export function chart(title, { times, values, format }) {
  const known = values.filter((value) => value != null);
  const now = known.length ? format(known[known.length - 1]) : '–';
  const words = known.length
    ? `${title}: now ${now}, highest ${format(Math.max(...known))}`
    : `${title}: nothing measured yet`;
  return html`<figure class="chart">
    <figcaption><span>${title}</span><span class="now" data-now=${now} .textContent=${now}></span></figcaption>
    ${known.length < 2
      ? html`<p class="empty small">Nothing measured yet; a line appears within seconds.</p>`
      : html`<mk-chart role="img" aria-label=${words} .format=${format} .data=${series(times, values)}></mk-chart>`}
  </figure>`;
}

// The same data again is the same object, so that a chart under the pointer is not drawn anew for nothing.
const drawn = new WeakMap();
function series(times, values) {
  let data = drawn.get(values);
  if (!data) {
    data = { times, values };
    drawn.set(values, data);
  }
  return data;
}

/** A line as small as a word. */
export function sparkline(values, words) {
  const known = values.filter((value) => value != null);
  if (known.length < 2) return nothing;
  const highest = Math.max(...known, 1);
  const step = 100 / (values.length - 1);
  const points = values
    .map((value, i) => (value == null ? null : `${(i * step).toFixed(1)},${(22 - (value / highest) * 20).toFixed(1)}`))
    .filter(Boolean)
    .join(' ');
  return html`<svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label=${words}>
    ${svg`<polyline points=${points}></polyline>`}
  </svg>`;
}
