// All topics at a glance.

import { html, nothing, repeat } from '../lib.js';
import { call, get, query, seg } from '../api.js';
import { chart, sparkline } from '../chart.js';
import { choice, field, formDialog } from '../dialog.js';
import { ago, bytes, count, isoDuration, rate, time } from '../format.js';
import { Paging } from '../paging.js';
import { historyAge, Rates } from '../rates.js';

export class TopicsPage {
  section = 'topics';
  title = 'Topics';
  #app;
  #overview = null;
  #history = null;
  #historyAt = 0;
  #rates = new Rates();
  #paging;

  constructor(app, parts, parameters) {
    this.#app = app;
    this.#paging = new Paging(() => this.#moved(), parameters.get('contains') ?? '');
  }

  /** Over Kafka each topic is several requests to the cluster. */
  get every() {
    return this.#app.server?.profile === 'kafka' ? 10_000 : 3000;
  }

  async refresh(signal) {
    const page = this.#paging.parameters;
    const overview = await get(`overview${query(page)}`, signal);
    this.#app.heardTime(overview.time);
    for (const topic of overview.topics) this.#rates.add(topic.name, overview.time, topic.appended);
    this.#rates.keep(overview.topics.map((topic) => topic.name));
    if (this.#historyAt < Date.now() - historyAge(this.#history)) {
      this.#history = await get(`history/topics${query({ ...page, points: 90 })}`, signal);
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
        <h1>Topics</h1>
        ${this.#paging.search('Filter topics by name')}
        ${this.#app.mayCreate ? html`<button type="button" class="primary" data-key="c"
          @click=${() => this.#create()}>Create topic</button>` : nothing}
      </div>
      ${page == null ? html`<p class="loading" role="status">Loading…</p>` : this.#table(page)}`;
  }

  #table(page) {
    if (page.topics.length === 0) {
      return this.#paging.filter
        ? html`<section class="blank"><p>No topic has “${this.#paging.filter}” in its name.</p></section>`
        : html`<section class="blank"><h2>No topics yet</h2>
          <p>A topic comes into being when something is produced to it, by any client:</p>
          <pre class="sample"><code>redis-cli -p 6380 RPUSHX topics:orders 'two coffees'</code></pre></section>`;
    }
    const now = this.#app.now();
    const history = new Map((this.#history?.topics ?? []).map((topic) => [topic.name, topic.produced]));
    const whole = this.#paging.isFirst && page.next == null && !this.#paging.filter;
    const sum = (what) => page.topics.reduce((total, topic) => total + (what(topic) ?? 0), 0);
    return html`
      ${this.#totals(whole ? 'Topics' : 'Topics on this page', page, history, sum)}
      <div class="scroll" tabindex="0" role="region" aria-label="Topics">
      <table class="rows">
        <thead><tr>
          <th scope="col">Topic</th><th scope="col" class="n">Rate</th><th scope="col" class="spark-col">Last hour</th>
          <th scope="col" class="n">Messages</th><th scope="col" class="n">Size</th>
          <th scope="col" class="n">Partitions</th><th scope="col">Retention</th><th scope="col">Oldest message</th>
        </tr></thead>
        <tbody>${repeat(page.topics, (topic) => topic.name, (topic) => {
          const produced = history.get(topic.name);
          return html`<tr>
            <th scope="row"><a href=${`#/topics/${seg(topic.name)}`}>${topic.name}</a></th>
            <td class="n">${rate(this.#rate(topic.name, produced))}</td>
            <td class="spark-col">${produced ? sparkline(produced, `Produced in the last hour to ${topic.name}`) : nothing}</td>
            <td class="n">${count(topic.messages)}</td>
            <td class="n">${bytes(topic.bytes)}</td>
            <td class="n">${count(topic.partitions)}</td>
            <td>${isoDuration(topic.retentionAge)}</td>
            <td title=${topic.oldestMessage ? time(topic.oldestMessage) : nothing}>${ago(topic.oldestMessage, now)}</td>
          </tr>`;
        })}</tbody>
      </table></div>
      ${this.#paging.pager(page.next)}`;
  }

  /** As the page has seen it, and before that as the service has. */
  #rate(topic, produced) {
    return this.#rates.now(topic) ?? lastRate(this.#history?.times, produced);
  }

  #totals(label, page, history, sum) {
    const times = (this.#history?.times ?? []).map((at) => Date.parse(at) / 1000);
    const produced = this.#history?.produced ?? [];
    const values = produced.map((n, i) => (n == null || i === 0 ? null : n / (times[i] - times[i - 1])));
    return html`<div class="summary">
      <dl class="tiles">
        <div><dt>${label}</dt><dd>${count(page.topics.length)}</dd></div>
        <div><dt>Produced now</dt><dd>${rate(sum((topic) => this.#rate(topic.name, history.get(topic.name))))}</dd></div>
        <div><dt>Messages kept</dt><dd>${count(sum((topic) => topic.messages))}</dd></div>
        <div><dt>Size</dt><dd>${bytes(sum((topic) => topic.bytes))}</dd></div>
      </dl>
      ${times.length > 1 ? chart('Messages produced, all topics', { times, values: this.#same(values), format: rate }) : nothing}
    </div>`;
  }

  #drawn = null;
  #drawnFor = null;
  #same(values) {
    if (this.#drawnFor !== this.#history) {
      this.#drawn = values;
      this.#drawnFor = this.#history;
    }
    return this.#drawn;
  }

  #create() {
    const patterns = this.#app.caller.grants.filter((grant) => grant.right === 'admin').map((grant) => grant.topics);
    const file = this.#app.server.profile === 'file';
    formDialog('Create a topic', {
      state: { durability: '' },
      label: 'Create',
      ready: (state) => (state.name ?? '') !== '',
      fields: (state) => html`
        ${field(state, 'name', 'Name', {
          autofocus: true,
          required: true,
          hint: this.#app.administrator ? 'Letters, digits, dot, underscore, hyphen.' : `You may create ${patterns.join(', ')}.`,
        })}
        ${field(state, 'partitions', 'Partitions', { inputmode: 'numeric', placeholder: 'the server’s default' })}
        ${field(state, 'retentionAge', 'Keep messages for', {
          placeholder: 'the server’s default', hint: 'Such as 7d, 1d12h or 30m.',
        })}
        ${field(state, 'retentionBytes', 'Keep at most, in bytes of each partition', {
          inputmode: 'numeric', placeholder: 'the server’s default', hint: '0 is no bound.',
        })}
        ${file ? choice(state, 'durability', 'Producers hear back when a message', [
          ['', 'the server’s default'], ['fsync', 'is on the disk (fsync)'], ['os', 'is with the operating system (os)'],
        ]) : nothing}`,
      act: async (state) => {
        const topic = { name: state.name };
        for (const name of ['partitions', 'retentionBytes']) {
          if ((state[name] ?? '') !== '') topic[name] = Number(state[name]);
        }
        for (const name of ['retentionAge', 'durability']) {
          if ((state[name] ?? '') !== '') topic[name] = state[name];
        }
        const created = await call('topics', { method: 'POST', body: topic });
        this.#app.tell(`The topic ${created.name} is there.`);
        this.#app.go(`#/topics/${seg(created.name)}`);
      },
    });
  }
}

/** What the last two samples say, by second. */
export function lastRate(times, produced) {
  const last = produced?.at(-1);
  if (last == null) return null;
  const span = (Date.parse(times.at(-1)) - Date.parse(times.at(-2))) / 1000;
  return span > 0 ? last / span : null;
}
