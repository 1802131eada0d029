// A form that produces one message.

import { html, live, nothing } from '../lib.js';
import { call, Problem, seg } from '../api.js';
import { count, prettyJson } from '../format.js';

export class ProducePart {
  #app;
  #page;
  #key = '';
  #hasKey = false;
  #keyBase64 = false;
  #value = '';
  #valueBase64 = false;
  #partition = '';
  #headers = [];
  #busy = false;
  #problem = null;
  #stored = [];

  constructor(app, page) {
    this.#app = app;
    this.#page = page;
  }

  #message() {
    const message = { [this.#valueBase64 ? 'valueBase64' : 'value']: this.#value };
    if (this.#hasKey) message[this.#keyBase64 ? 'keyBase64' : 'key'] = this.#key;
    if (this.#partition !== '') message.partition = Number(this.#partition);
    const headers = this.#headers.filter((header) => header.name !== '' || header.value !== '');
    if (headers.length) message.headers = headers.map(({ name, value }) => ({ name, value }));
    return message;
  }

  async #send(event) {
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    this.#problem = null;
    this.#app.update();
    try {
      const answer = await call(`topics/${seg(this.#page.name)}/messages`, {
        method: 'POST', body: { messages: [this.#message()] },
      });
      const [{ partition, offset }] = answer.messages;
      this.#stored = [{ partition, offset, durability: answer.durability }, ...this.#stored].slice(0, 10);
      this.#app.tell(`Stored in partition ${partition} at offset ${offset}.`);
      this.#app.refresh();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.#problem = failure;
    } finally {
      this.#busy = false;
      this.#app.update();
    }
  }

  #encoding(name, value, set) {
    return html`<span class="group" role="group" aria-label=${`How the ${name} is written`}>
      ${[[false, 'Text'], [true, 'Base64']].map(([base64, text]) => html`<button type="button"
        aria-pressed=${value === base64 ? 'true' : 'false'}
        @click=${() => { set(base64); this.#app.update(); }}>${text}</button>`)}</span>`;
  }

  view() {
    const { partitions } = this.#page.topic;
    const isJson = !this.#valueBase64 && prettyJson(this.#value) != null;
    return html`<form class="produce" @submit=${(event) => this.#send(event)}>
      <div class="field">
        <div class="label"><label for="produce-value">Value</label>
          ${this.#encoding('value', this.#valueBase64, (base64) => { this.#valueBase64 = base64; })}
          <span class="hint">${this.#valueBase64 ? '' : isJson ? 'JSON' : ''}</span></div>
        <textarea id="produce-value" rows="8" spellcheck="false" .value=${live(this.#value)}
          @input=${(event) => { this.#value = event.target.value; this.#app.update(); }}
          @keydown=${(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit(); }}
          ></textarea>
      </div>
      <div class="field">
        <div class="label"><label class="check"><input type="checkbox" .checked=${live(this.#hasKey)}
            @change=${(event) => { this.#hasKey = event.target.checked; this.#app.update(); }}>Key</label>
          ${this.#hasKey ? this.#encoding('key', this.#keyBase64, (base64) => { this.#keyBase64 = base64; }) : nothing}</div>
        <input id="produce-key" type="text" aria-label="Key" ?disabled=${!this.#hasKey} autocomplete="off" spellcheck="false"
          placeholder=${this.#hasKey ? 'may be empty' : 'none'} .value=${live(this.#key)}
          @input=${(event) => { this.#key = event.target.value; }}>
        <p class="hint">Messages with equal keys go to one partition, in order.</p>
      </div>
      <div class="field">
        <label for="produce-partition">Partition</label>
        <select id="produce-partition" @change=${(event) => { this.#partition = event.target.value; }}>
          <option value="" ?selected=${this.#partition === ''}>chosen by the key, or in turn</option>
          ${partitions.map(({ partition }) => html`<option value=${partition}
            ?selected=${this.#partition === String(partition)}>${partition}</option>`)}
        </select>
      </div>
      <fieldset class="field">
        <legend>Headers</legend>
        ${this.#headers.map((header, i) => html`<div class="pairs">
          <input type="text" aria-label=${`Name of header ${i + 1}`} placeholder="name" .value=${live(header.name)}
            autocomplete="off" spellcheck="false" @input=${(event) => { header.name = event.target.value; }}>
          <input type="text" aria-label=${`Value of header ${i + 1}`} placeholder="value" .value=${live(header.value)}
            autocomplete="off" spellcheck="false" @input=${(event) => { header.value = event.target.value; }}>
          <button type="button" aria-label=${`Remove header ${i + 1}`}
            @click=${() => { this.#headers.splice(i, 1); this.#app.update(); }}>Remove</button></div>`)}
        <button type="button" @click=${() => { this.#headers.push({ name: '', value: '' }); this.#app.update(); }}
          >Add a header</button>
      </fieldset>
      ${this.#problem ? html`<p class="problem" role="alert">${this.#problem.message}</p>` : nothing}
      <div class="actions">
        <button type="submit" class="primary" ?disabled=${this.#busy}>Produce</button>
        <span class="hint"><kbd>Ctrl</kbd> <kbd>Enter</kbd> in the value does the same.</span>
      </div>
      ${this.#stored.length ? html`<h3>Stored</h3><ul class="stored">${this.#stored.map(({ partition, offset, durability }) => html`<li>
        ${this.#page.may('consume')
          ? html`<a href=${`#/topics/${seg(this.#page.name)}/messages?partition=${partition}&from=${offset}`}
            >Partition ${partition}, offset ${count(offset)}</a>`
          : html`Partition ${partition}, offset ${count(offset)}`}
        <span class="hint">${durability}</span></li>`)}</ul>` : nothing}
    </form>`;
  }
}
