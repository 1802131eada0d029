// All consumer groups at a glance.

import { html, live, nothing, repeat } from '../lib.js';
import { get, query, seg } from '../api.js';
import { sparkline } from '../chart.js';
import { count } from '../format.js';
import { historyAge } from '../rates.js';

const PAGE = 50;

export class GroupsPage {
  section = 'groups';
  title = 'Groups';
  #app;
  #overview = null;
  #history = null;
  #historyAt = 0;
  #after = [];
  #typing = null;
  #filter = '';

  constructor(app) {
    this.#app = app;
  }

  get every() {
    return this.#app.server?.profile === 'kafka' ? 10_000 : 3000;
  }

  async refresh(signal) {
    const page = { after: this.#after.at(-1), limit: PAGE, contains: this.#filter };
    const overview = await get(`overview/groups${query(page)}`, signal);
    this.#app.heardTime(overview.time);
    if (this.#historyAt < Date.now() - historyAge(this.#history)) {
      this.#history = await get(`history/groups${query({ ...page, points: 90 })}`, signal);
      this.#historyAt = Date.now();
    }
    this.#overview = overview;
  }

  /** Once nothing more is typed for a moment. */
  #find(text) {
    this.#filter = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#move(() => { this.#after = []; }), 150);
  }

  stop() {
    clearTimeout(this.#typing);
  }

  #move(change) {
    change();
    this.#overview = null;
    this.#historyAt = 0;
    this.#app.update();
    this.#app.refresh();
  }

  view() {
    const page = this.#overview;
    return html`
      <div class="head">
        <h1>Groups</h1>
        <input type="search" class="filter" placeholder="Filter by name" aria-label="Filter groups by name" data-key="/"
          .value=${live(this.#filter)} autocomplete="off" spellcheck="false"
          @input=${(event) => this.#find(event.target.value)}>
      </div>
      ${page == null ? html`<p class="loading" role="status">Loading…</p>` : this.#table(page)}`;
  }

  #table(page) {
    if (page.groups.length === 0) {
      return this.#filter
        ? html`<section class="blank"><p>No group has “${this.#filter}” in its name.</p></section>`
        : html`<section class="blank"><h2>No groups</h2>
          <p>A group comes into being when its first member joins, or when its offsets are set.</p></section>`;
    }
    const history = new Map((this.#history?.groups ?? []).map((group) => [group.name, group.lag]));
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Groups">
      <table class="rows">
        <thead><tr>
          <th scope="col">Group</th><th scope="col" class="n">Members</th><th scope="col" class="n">Lag</th>
          <th scope="col" class="spark-col">Last hour</th><th scope="col" class="n">Skipped</th><th scope="col">Topics</th>
        </tr></thead>
        <tbody>${repeat(page.groups, (group) => group.name, (group) => html`<tr>
          <th scope="row"><a href=${`#/groups/${seg(group.name)}`}>${group.name}</a></th>
          <td class="n">${group.members === 0 ? html`<span class="none">none</span>` : count(group.members)}</td>
          <td class="n">${count(group.lag)}</td>
          <td class="spark-col">${history.has(group.name)
            ? sparkline(history.get(group.name), `Lag of ${group.name} in the last hour`) : nothing}</td>
          <td class=${`n ${group.skipped > 0 ? 'bad' : ''}`}>${count(group.skipped)}</td>
          <td>${group.topics.slice(0, 3).map((topic, i) => html`${i ? ', ' : ''}<a
            href=${`#/topics/${seg(topic)}`}>${topic}</a>`)}${group.topics.length > 3 ? ` and ${group.topics.length - 3} more` : ''}</td>
        </tr>`)}</tbody>
      </table></div>
      ${this.#after.length || page.next ? html`<nav class="pager" aria-label="Pages">
        <button type="button" ?disabled=${this.#after.length === 0}
          @click=${() => this.#move(() => this.#after.pop())}>Previous</button>
        <button type="button" ?disabled=${page.next == null}
          @click=${() => this.#move(() => this.#after.push(page.next))}>Next</button>
      </nav>` : nothing}`;
  }
}
