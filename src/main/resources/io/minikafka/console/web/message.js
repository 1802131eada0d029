// A message as a row, and what is in it below.

import { html, nothing } from './lib.js';
import { open, seg, Problem } from './api.js';
import { bytes, count, hex, prettyJson, start, time, toBytes } from './format.js';

/** Of a value or a header that is open, and of one that is shown whole. */
const SHOWN = 8 * 1024;
const MOST = 256 * 1024;
const PREVIEW = 160;

export const FORMATS = [['auto', 'JSON or text'], ['text', 'Text'], ['hex', 'Hex']];

const sizeOf = (text, base64) => (text != null ? new TextEncoder().encode(text).length
  : base64 == null ? 0 : Math.floor((base64.length * 3) / 4) - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0));

/** What control characters there are is seen; so is where a text has no more than space. */
const visible = (text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (c) =>
  (c === '\n' ? '↵' : c === '\t' ? '→' : '·'));

/** Line breaks stay; what would turn the direction of the text around does not. */
const lines = (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (c) =>
  (c === '\r' ? '' : '·'));

/** One line, bounded. */
export function brief(text, base64) {
  if (text == null && base64 == null) return html`<span class="none">none</span>`;
  if (text === '') return html`<span class="none">empty</span>`;
  if (text == null) {
    const data = toBytes(null, base64.slice(0, 64));
    return html`<code class="bin">${Array.from(data.subarray(0, 24), (b) => b.toString(16).padStart(2, '0')).join(' ')}${
      base64.length > 32 ? '…' : ''}</code>`;
  }
  const shown = start(text, PREVIEW);
  return html`<code>${visible(shown)}${shown.length < text.length ? '…' : ''}</code>`;
}

/** A text or bytes in full, as far as that is wise. */
function content(text, base64, format, whole) {
  const most = whole ? MOST : SHOWN;
  if (format === 'hex' || text == null) {
    const data = text == null ? toBytes(null, base64.slice(0, Math.ceil(most / 3) * 4)) : toBytes(start(text, most));
    return { shown: hex(data, most), all: sizeOf(text, base64) <= most, kind: 'hex' };
  }
  const pretty = format === 'auto' && text.length <= MOST ? prettyJson(text) : null;
  const full = pretty ?? text;
  const shown = start(full, most);
  return { shown: lines(shown), all: shown.length === full.length, kind: pretty == null ? 'text' : 'json' };
}

/** Which messages of a list are open. */
export class OpenMessages {
  #open = new Set();
  #whole = new Set();
  format = 'auto';

  constructor(app, topic) {
    this.app = app;
    this.topic = topic;
  }

  static key = (message) => `${message.partition}-${message.offset}`;

  isOpen(message) {
    return this.#open.has(OpenMessages.key(message));
  }

  toggle(message) {
    const key = OpenMessages.key(message);
    if (!this.#open.delete(key)) this.#open.add(key);
    this.app.update();
  }

  /** All of them, or none when all are open. */
  toggleAll(messages) {
    const keys = messages.map(OpenMessages.key);
    const close = keys.every((key) => this.#open.has(key));
    for (const key of keys) close ? this.#open.delete(key) : this.#open.add(key);
    this.app.update();
  }

  /** Forgets those that are not shown any more. */
  keep(messages) {
    const kept = new Set(messages.map(OpenMessages.key));
    for (const set of [this.#open, this.#whole]) for (const key of set) if (!kept.has(key)) set.delete(key);
  }

  formatChoice() {
    return html`<label class="inline">Show as
      <select @change=${(event) => { this.format = event.target.value; this.app.update(); }}>
        ${FORMATS.map(([id, text]) => html`<option value=${id} ?selected=${id === this.format}>${text}</option>`)}
      </select></label>`;
  }

  rows(message) {
    const key = OpenMessages.key(message);
    const isOpen = this.#open.has(key);
    return html`<tr class=${isOpen ? 'open' : ''}>
      <td class="n"><button type="button" class="row" aria-expanded=${isOpen ? 'true' : 'false'}
        aria-label=${`Message ${message.offset} of partition ${message.partition}`}
        @click=${() => this.toggle(message)}>${message.offset}</button></td>
      <td class="n">${message.partition}</td>
      <td class="at" title=${message.timestamp}>${time(message.timestamp)}</td>
      <td class="key">${brief(message.key, message.keyBase64)}</td>
      <td class="value" @click=${() => { if (!String(getSelection())) this.toggle(message); }}
        >${brief(message.value, message.valueBase64)}</td>
    </tr>
    ${isOpen ? html`<tr class="detail"><td colspan="5">${this.#detail(message, key)}</td></tr>` : nothing}`;
  }

  #detail(message, key) {
    const whole = this.#whole.has(key);
    const { shown, all, kind } = content(message.value, message.valueBase64, this.format, whole);
    const size = sizeOf(message.value, message.valueBase64);
    const hasKey = message.key != null || message.keyBase64 != null;
    return html`<div class="message">
      ${hasKey ? html`<h3>Key</h3><pre tabindex="0">${content(message.key, message.keyBase64, this.format, whole).shown}</pre>` : nothing}
      ${message.headers.length ? html`<h3>Headers</h3><table class="headers"><tbody>
        ${message.headers.slice(0, 200).map((header) => html`<tr><th scope="row">${visible(start(header.name, 300))}</th>
          <td><code>${content(header.value, header.valueBase64, this.format === 'hex' ? 'hex' : 'text', false).shown}</code></td></tr>`)}
      </tbody></table>
      ${message.headers.length > 200 ? html`<p class="hint">The first 200 of ${count(message.headers.length)} headers.</p>` : nothing}` : nothing}
      <h3>Value <span class="hint">${bytes(size)}, ${kind}</span></h3>
      ${size === 0 ? html`<p class="none">empty</p>` : html`<pre class="content" tabindex="0">${shown}</pre>`}
      <div class="actions">
        ${all ? nothing : html`<span class="hint">Cut here.</span>`}
        ${all || whole ? nothing : html`<button type="button"
          @click=${() => { this.#whole.add(key); this.app.update(); }}>Show ${size > MOST ? `first ${bytes(MOST)}` : 'all'}</button>`}
        <button type="button" @click=${() => this.#copy(message)}>Copy value</button>
        <button type="button" @click=${() => this.#save(message)}>Save value</button>
        <button type="button" @click=${() => this.#copyAll(message)}>Copy as JSON</button>
      </div>
    </div>`;
  }

  async #clipboard(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      this.app.tell(done);
    } catch {
      this.app.tell('The browser does not allow copying here.');
    }
  }

  #copy(message) {
    this.#clipboard(message.value ?? message.valueBase64, message.value == null ? 'Copied, as base64.' : 'Copied.');
  }

  #copyAll(message) {
    this.#clipboard(JSON.stringify(message, null, 2), 'Copied.');
  }

  /** The bytes as they are stored. */
  async #save(message) {
    try {
      const path = `topics/${seg(this.topic)}/partitions/${message.partition}/messages/${message.offset}`;
      const answer = await open(path, { headers: { Accept: 'application/octet-stream' } });
      const address = URL.createObjectURL(await answer.blob());
      const link = document.createElement('a');
      link.href = address;
      link.download = `${this.topic}-${message.partition}-${message.offset}.bin`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.app.tell(failure.message);
    }
  }
}

export const head = html`<thead><tr><th scope="col" class="n">Offset</th>
  <th scope="col" class="n"><abbr title="Partition">P</abbr></th><th scope="col">Time</th><th scope="col">Key</th>
  <th scope="col" class="value">Value</th></tr></thead>`;
