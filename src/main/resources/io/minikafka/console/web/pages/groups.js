// All consumer groups at a glance.

import { html, nothing, repeat } from '../lib.js';
import { get, query, seg } from '../api.js';
import { sparkline } from '../chart.js';
import { count } from '../format.js';
import { Paging } from '../paging.js';
import { historyAge } from '../rates.js';

export class GroupsPage {
  section = 'groups';
  title = 'Groups';
  #app;
  #overview = null;
  #history = null;
  #historyAt = 0;
  #paging;

  constructor(app) {
    this.#app = app;
    this.#paging = new Paging(() => this.#moved());
  }

  get every() {
    return this.#app.server?.profile === 'kafka' ? 10_000 : 3000;
  }

  async refresh(signal) {
    const page = this.#paging.parameters;
    const overview = await get(`overview/groups${query(page)}`, signal);
    this.#app.heardTime(overview.time);
    if (this.#historyAt < Date.now() - historyAge(this.#history)) {
      this.#history = await get(`history/groups${query({ ...page, points: 90 })}`, signal);
      this.#historyAt = Date.now();
    }
    this.#overview = overview;
  }

  stop() {
    this.#paging.stop();
  }

  #moved() {
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
        ${this.#paging.search('Filter groups by name')}
      </div>
      ${page == null ? html`<p class="loading" role="status">Loading…</p>` : this.#table(page)}`;
  }

  #table(page) {
    if (page.groups.length === 0) {
      return this.#paging.filter
        ? html`<section class="blank"><p>No group has “${this.#paging.filter}” in its name.</p></section>`
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
      ${this.#paging.pager(page.next)}`;
  }
}
