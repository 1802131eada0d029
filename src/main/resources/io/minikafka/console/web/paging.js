// What lists that come in pages share: which page, of which names, and the controls for both.

import { html, live, nothing } from './lib.js';

const SIZE = 50;

export class Paging {
  #moved;
  #after = [];
  #typing = null;
  filter;

  // moved: told when another page is to be shown.
  constructor(moved, filter = '') {
    this.#moved = moved;
    this.filter = filter;
  }

  /** As the API takes them. */
  get parameters() {
    return { after: this.#after.at(-1), limit: SIZE, contains: this.filter };
  }

  get isFirst() {
    return this.#after.length === 0;
  }

  stop() {
    clearTimeout(this.#typing);
  }

  /** Once nothing more is typed for a moment. */
  #find(text) {
    this.filter = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#move(() => { this.#after = []; }), 150);
  }

  #move(change) {
    change();
    this.#moved();
  }

  search(label) {
    return html`<input type="search" class="filter" placeholder="Filter by name" aria-label=${label} data-key="/"
      .value=${live(this.filter)} autocomplete="off" spellcheck="false"
      @input=${(event) => this.#find(event.target.value)}>`;
  }

  // next: what the API said of the page that is shown.
  pager(next) {
    return this.isFirst && !next ? nothing : html`<nav class="pager" aria-label="Pages">
      <button type="button" ?disabled=${this.isFirst}
        @click=${() => this.#move(() => this.#after.pop())}>Previous</button>
      <button type="button" ?disabled=${next == null}
        @click=${() => this.#move(() => this.#after.push(next))}>Next</button>
    </nav>`;
  }
}
