// One topic: its numbers, and in parts below them its messages and what can be done to it.

import { html, nothing } from '../lib.js';
import { get, query, seg } from '../api.js';
import { chart } from '../chart.js';
import { ago, bytes, count, isoDuration, rate, time } from '../format.js';
import { historyAge, Rates, Series } from '../rates.js';
import { LivePart } from './live.js';
import { MessagesPart } from './messages.js';
import { ProducePart } from './produce.js';
import { SettingsPart } from './settings.js';

const PARTS = [
  ['messages', 'Messages', 'consume'],
  ['live', 'Live', 'consume'],
  ['produce', 'Produce', 'produce'],
  ['partitions', 'Partitions', null],
  ['settings', 'Settings', null],
];

export class TopicPage {
  section = 'topics';
  topic = null;
  rights = [];
  #name;
  #app;
  #part;
  #parts = {};
  #history = null;
  #historyAt = 0;
  #rates = new Rates();
  #seen = new Series();
  #seenBytes = new Series();

  constructor(app, [name, part], parameters) {
    this.#app = app;
    this.#name = name;
    this.#open(part, parameters);
  }

  get title() {
    return this.#name;
  }

  get name() {
    return this.#name;
  }

  get every() {
    return this.#app.server?.profile === 'kafka' ? 10_000 : 3000;
  }

  /** To another part of the same topic; the others keep what they show. */
  moveTo([name, part], parameters) {
    if (name !== this.#name) return false;
    this.#open(part, parameters);
    return true;
  }

  #open(part, parameters) {
    this.#part = part ?? null;
    const id = this.part;
    const make = { messages: MessagesPart, live: LivePart, produce: ProducePart, settings: SettingsPart }[id];
    if (!make) return;
    if (this.#parts[id]) this.#parts[id].moveTo?.(parameters);
    else this.#parts[id] = new make(this.#app, this, parameters);
    const right = PARTS.find(([each]) => each === id)[2];
    if (this.topic && (right == null || this.may(right))) this.#parts[id].begin?.();
  }

  /** Where nothing is chosen, the first one may see. */
  get part() {
    if (this.#part) return this.#part;
    return this.topic && !this.may('consume') ? (this.may('produce') ? 'produce' : 'partitions') : 'messages';
  }

  may(right) {
    return this.rights.includes(right);
  }

  async refresh(signal) {
    const path = `topics/${seg(this.#name)}`;
    const first = this.topic == null;
    const [topic, rights] = await Promise.all([
      get(path, signal),
      first ? this.#app.rightsTo([this.#name], signal) : null,
    ]);
    if (rights) this.rights = rights.get(this.#name) ?? [];
    this.topic = topic;
    const now = new Date(this.#app.now()).toISOString();
    const appended = topic.partitions.reduce((sum, each) => sum + each.logEndOffset, 0);
    this.#rates.add('', now, appended);
    this.#seen.add(now, this.#rates.now(''));
    this.#seenBytes.add(now, topic.partitions.reduce((sum, each) => sum + each.bytes, 0));
    if (this.#historyAt < Date.now() - historyAge(this.#history)) {
      this.#history = this.#lines(await get(`history/topics${query({ topic: this.#name, points: 1000 })}`, signal));
      this.#historyAt = Date.now();
    }
    if (first) {
      // Which part it is may only be known now.
      this.#open(this.#part, new URLSearchParams(location.hash.split('?')[1] ?? ''));
    }
  }

  /** As charts take it; null where the service keeps nothing of this topic. */
  #lines({ interval, times, topics: [topic] }) {
    const at = times.map((each) => Date.parse(each) / 1000);
    const values = topic.produced.map((n, i) => (n == null || i === 0 ? null : n / (at[i] - at[i - 1])));
    return topic.bytes.some((each) => each != null) ? { interval, times: at, rates: values, bytes: topic.bytes } : null;
  }

  stop() {
    for (const part of Object.values(this.#parts)) part.stop?.();
  }

  view() {
    const { topic } = this;
    const head = html`<div class="head">
      <nav class="crumbs" aria-label="Up"><a href="#/topics">Topics</a></nav>
      <h1 class="name">${this.#name}</h1>
    </div>`;
    if (!topic) return html`${head}<p class="loading" role="status">Loading…</p>`;
    const sum = (what) => topic.partitions.reduce((total, each) => total + what(each), 0);
    const oldest = topic.partitions.map((each) => each.oldestMessage).filter(Boolean).sort()[0];
    const lines = this.#history ?? {
      times: this.#seen.times, rates: this.#seen.values, bytes: this.#seenBytes.values,
    };
    const produced = this.#rates.now('') ?? lines.rates.at(-1);
    return html`${head}
      <dl class="tiles">
        <div><dt>Produced now</dt><dd>${rate(produced)}</dd></div>
        <div><dt>Messages kept</dt><dd>${count(sum((each) => each.logEndOffset - each.logStartOffset))}</dd></div>
        <div><dt>Size</dt><dd>${bytes(sum((each) => each.bytes))}</dd></div>
        <div><dt>Kept for</dt><dd>${isoDuration(topic.retentionAge)}</dd></div>
        <div><dt>Oldest message</dt><dd title=${oldest ? time(oldest) : nothing}>${ago(oldest, this.#app.now())}</dd></div>
        <div><dt>Partitions</dt><dd>${count(topic.partitions.length)}</dd></div>
      </dl>
      <details class="charts" ?open=${this.#chartsOpen} @toggle=${(event) => this.#keepCharts(event.target.open)}>
        <summary>Over time</summary>
        <div class="pair">
          ${chart('Messages produced', { times: lines.times, values: lines.rates, format: rate })}
          ${chart('Size', { times: lines.times, values: lines.bytes, format: bytes })}
        </div>
      </details>
      <nav class="tabs" aria-label="Parts of the topic">
        ${PARTS.map(([id, text, right], i) => html`<a href=${`#/topics/${seg(this.#name)}/${id}`} data-key=${i + 1}
          aria-current=${this.part === id ? 'page' : nothing}
          class=${right && !this.may(right) ? 'refused' : ''}>${text}</a>`)}
      </nav>
      <section class="part" aria-label=${PARTS.find(([id]) => id === this.part)[1]}>${this.#partView()}</section>`;
  }

  get #chartsOpen() {
    // On a phone the messages come first.
    return (sessionStorage.getItem('charts') ?? (innerWidth > 736 ? 'open' : 'closed')) === 'open';
  }

  #keepCharts(open) {
    sessionStorage.setItem('charts', open ? 'open' : 'closed');
  }

  #partView() {
    const right = PARTS.find(([id]) => id === this.part)[2];
    if (right && !this.may(right)) {
      return html`<p class="refusal">User ${this.#app.caller.name} has no right to
        ${right === 'consume' ? 'consume from' : 'produce to'} this topic.</p>`;
    }
    return this.part === 'partitions' ? this.#partitions() : this.#parts[this.part].view();
  }

  #partitions() {
    const most = Math.max(...this.topic.partitions.map((each) => each.bytes), 1);
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Partitions"><table class="rows">
      <thead><tr><th scope="col" class="n">Partition</th><th scope="col" class="n">First offset</th>
        <th scope="col" class="n">End offset</th><th scope="col" class="n">Messages</th><th scope="col" class="n">Size</th>
        <th scope="col"><span class="sr">Share of the largest</span></th><th scope="col">Oldest message</th></tr></thead>
      <tbody>${this.topic.partitions.map((each) => html`<tr>
        <th scope="row" class="n">${this.may('consume')
          ? html`<a href=${`#/topics/${seg(this.#name)}/messages?partition=${each.partition}`}>${each.partition}</a>`
          : each.partition}</th>
        <td class="n">${count(each.logStartOffset)}</td>
        <td class="n">${count(each.logEndOffset)}</td>
        <td class="n">${count(each.logEndOffset - each.logStartOffset)}</td>
        <td class="n">${bytes(each.bytes)}</td>
        <td><meter min="0" max=${most} value=${each.bytes} aria-hidden="true"></meter></td>
        <td title=${each.oldestMessage ? time(each.oldestMessage) : nothing}>${ago(each.oldestMessage, this.#app.now())}</td>
      </tr>`)}</tbody></table></div>`;
  }
}
