// Messages of a topic, by page: of one partition or, by time, of all.

import { html, live, nothing, repeat } from '../lib.js';
import { get, Problem, query, seg } from '../api.js';
import { count, time } from '../format.js';
import { head, OpenMessages } from '../message.js';

const PAGE = 50;
/** All at once are so many requests. */
const MOST_TOGETHER = 24;

const byTime = (a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp)
  || a.partition - b.partition || a.offset - b.offset;

export class MessagesPart {
  #app;
  #page;
  #partition; // a number, or null for all
  #from;
  #jump = '';
  #messages = null;
  #windows = new Map(); // of each partition: the offsets shown, from low up to high, which is not shown
  #newestFirst = true;
  #skipped = 0;
  #problem = null;
  #loading = false;
  #open;
  #begun = false;
  #turn = 0;

  constructor(app, page, parameters) {
    this.#app = app;
    this.#page = page;
    this.#open = new OpenMessages(app, page.name);
    this.#take(parameters);
  }

  #take(parameters) {
    const partition = parameters.get('partition');
    this.#partition = /^\d+$/.test(partition ?? '') ? Number(partition) : null;
    this.#from = parameters.get('from') ?? 'newest';
    this.#jump = this.#from === 'newest' || this.#from === 'earliest' ? '' : this.#from;
  }

  /** The address says where; it is what one can pass on. */
  moveTo(parameters) {
    const before = `${this.#partition} ${this.#from}`;
    this.#take(parameters);
    if (before !== `${this.#partition} ${this.#from}` && this.#begun) this.#seek();
  }

  begin() {
    if (this.#begun) return;
    this.#begun = true;
    const { length } = this.#page.topic.partitions;
    if (this.#partition == null && (length === 1 || length > MOST_TOGETHER)) this.#partition = 0;
    this.#seek();
  }

  get #chosen() {
    return this.#partition == null
      ? this.#page.topic.partitions.map((each) => each.partition)
      : [this.#partition];
  }

  #read(partition, from, limit = PAGE) {
    const parameters = query({ from, limit, maxBytes: 1 << 20 });
    return get(`topics/${seg(this.#page.name)}/partitions/${partition}/messages${parameters}`);
  }

  async #load(work) {
    const turn = ++this.#turn;
    this.#loading = true;
    this.#problem = null;
    this.#app.update();
    try {
      await work(() => turn === this.#turn);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      if (turn === this.#turn) this.#problem = failure;
    } finally {
      if (turn === this.#turn) {
        this.#loading = false;
        this.#app.update();
      }
    }
  }

  /** Shows some of what was read, and remembers which offsets those are. */
  #show(replies, kept, { end, least = PAGE }) {
    const messages = replies.flatMap((reply) => reply.messages.slice(0, least)).sort(byTime);
    const shown = kept(messages);
    this.#skipped = replies.reduce((sum, reply) => sum + reply.skipped, 0);
    this.#windows = new Map(replies.map((reply) => {
      const own = shown.filter((message) => message.partition === reply.partition);
      if (own.length === 0) return [reply.partition, { low: end(reply), high: end(reply), start: reply.logStartOffset }];
      return [reply.partition, { low: own[0].offset, high: own.at(-1).offset + 1, start: reply.logStartOffset }];
    }));
    this.#messages = shown;
    this.#open.keep(shown);
  }

  #seek() {
    this.#load(async (current) => {
      if (this.#from === 'newest') {
        const replies = await Promise.all(this.#chosen.map((partition) => this.#read(partition, `-${PAGE}`)));
        if (!current()) return;
        this.#newestFirst = true;
        this.#show(replies, (all) => all.slice(-PAGE), { end: (reply) => reply.nextOffset });
      } else {
        const replies = await Promise.all(this.#chosen.map((partition) => this.#read(partition, this.#from)));
        if (!current()) return;
        this.#newestFirst = false;
        this.#show(replies, (all) => all.slice(0, PAGE), {
          end: (reply) => reply.messages[0]?.offset ?? reply.nextOffset,
        });
      }
    });
  }

  #older() {
    this.#load(async (current) => {
      const replies = await Promise.all([...this.#windows].map(async ([partition, { low, start }]) => {
        const from = Math.max(start, low - PAGE);
        if (from >= low) return { partition, messages: [], skipped: 0, nextOffset: low, logStartOffset: start, low };
        let reply = await this.#read(partition, from, low - from);
        // Large messages fill a reply before it comes to where the page begins.
        while (reply.nextOffset < low && reply.messages.length && reply.messages.length < PAGE) {
          const more = await this.#read(partition, reply.nextOffset, low - reply.nextOffset);
          if (more.messages.length === 0) break;
          reply = { ...more, messages: [...reply.messages, ...more.messages] };
        }
        return { ...reply, messages: reply.messages.filter((message) => message.offset < low), low, skipped: 0 };
      }));
      if (!current()) return;
      this.#show(replies, (all) => all.slice(-PAGE), { end: (reply) => reply.low });
    });
  }

  #newer() {
    this.#load(async (current) => {
      const replies = await Promise.all([...this.#windows].map(async ([partition, { high }]) => (
        { ...await this.#read(partition, high), high })));
      if (!current()) return;
      if (replies.every((reply) => reply.messages.length === 0)) {
        this.#app.tell('There are no newer messages.');
        return;
      }
      this.#show(replies, (all) => all.slice(0, PAGE), { end: (reply) => reply.high });
    });
  }

  get #hasOlder() {
    return [...this.#windows.values()].some(({ low, start }) => low > start);
  }

  #go(change) {
    const now = { partition: this.#partition, from: this.#from === 'newest' ? null : this.#from, ...change };
    const hash = `#/topics/${seg(this.#page.name)}/messages${query(now)}`;
    if (location.hash === hash) this.#seek();
    else location.hash = hash;
  }

  #jumpTo(event) {
    event.preventDefault();
    const text = this.#jump.trim();
    this.#go({ from: text === '' ? null : place(text) });
  }

  view() {
    const { partitions } = this.#page.topic;
    const messages = this.#newestFirst ? this.#messages?.toReversed() : this.#messages;
    return html`
      <form class="bar" @submit=${(event) => this.#jumpTo(event)}>
        <label class="inline">Partition
          <select @change=${(event) => this.#go({ partition: event.target.value === '' ? null : event.target.value })}>
            ${partitions.length <= MOST_TOGETHER && partitions.length > 1
              ? html`<option value="" ?selected=${this.#partition == null}>all</option>` : nothing}
            ${partitions.map(({ partition }) => html`<option value=${partition}
              ?selected=${this.#partition === partition}>${partition}</option>`)}
          </select></label>
        <label class="inline grow">Go to
          <input type="text" class="jump" data-key="/" placeholder="offset, or time such as 2026-01-31 08:00 or 15m"
            .value=${live(this.#jump)} autocomplete="off" spellcheck="false"
            @input=${(event) => { this.#jump = event.target.value; }}></label>
        <button type="submit">Go</button>
        <span class="group">
          <button type="button" aria-pressed=${this.#from === 'earliest' ? 'true' : 'false'}
            @click=${() => this.#go({ from: 'earliest' })}>Oldest</button>
          <button type="button" aria-pressed=${this.#from === 'newest' ? 'true' : 'false'}
            @click=${() => this.#go({ from: null })}>Newest</button>
        </span>
        ${this.#open.formatChoice()}
      </form>
      ${this.#problem ? this.#refusal() : nothing}
      ${this.#skipped > 0 ? html`<p class="notice">${count(this.#skipped)} messages from there on have left by retention.</p>` : nothing}
      ${messages == null ? (this.#problem ? nothing : html`<p class="loading" role="status">Loading…</p>`) : html`
      ${messages.length === 0
        ? html`<section class="blank"><p>${this.#from === 'newest' || this.#from === 'earliest'
          ? 'There are no messages here.' : 'There are no messages from there on.'}</p></section>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Messages" aria-busy=${this.#loading ? 'true' : 'false'}>
          <table class="rows messages">${head}
            <tbody>${repeat(messages, OpenMessages.key, (message) => this.#open.rows(message))}</tbody>
          </table></div>`}
      <nav class="pager" aria-label="Pages of messages">
        ${this.#turnButtons(messages)}
        <span class="hint">${messages.length ? `${count(messages.length)} messages, ${
          this.#newestFirst ? 'newest first' : 'oldest first'}, ${time(this.#messages[0].timestamp)} to ${
          time(this.#messages.at(-1).timestamp)}` : ''}</span>
      </nav>`}`;
  }

  #turnButtons(messages) {
    const older = html`<button type="button" data-key="o" ?disabled=${!this.#hasOlder || this.#loading}
      @click=${() => this.#older()}>Older</button>`;
    const newer = html`<button type="button" data-key="n" ?disabled=${this.#loading}
      @click=${() => this.#newer()}>Newer</button>`;
    return html`${this.#newestFirst ? [newer, older] : [older, newer]}
      <button type="button" @click=${() => { this.#newestFirst = !this.#newestFirst; this.#app.update(); }}
        >Turn around</button>
      <button type="button" data-key="e" ?disabled=${messages.length === 0}
        @click=${() => this.#open.toggleAll(messages)}>Open all</button>`;
  }

  #refusal() {
    const next = this.#problem.details.nextReadableOffset;
    return html`<p class="problem" role="alert">${this.#problem.message}
      ${next == null ? nothing : html`<button type="button"
        @click=${() => this.#go({ partition: this.#problem.details.partition, from: String(next) })}
        >Go on at ${count(next)}</button>`}</p>`;
  }
}

/** What people write for a place, as the API takes it: a time of theirs gets its zone, "15m" is so long ago. */
export function place(text, now = Date.now()) {
  const since = /^-?\s*(\d+)\s*(s|m|h|d)(?:\s+ago)?$/.exec(text);
  if (since) return new Date(now - since[1] * { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[since[2]]).toISOString();
  const day = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/.exec(text);
  const at = day ? new Date(`${day[1]}T${day[2] ?? '00:00'}`) : null;
  if (at && !Number.isNaN(at.getTime())) return at.toISOString();
  return text.replaceAll(/(?<=\d)[,_](?=\d{3})/g, '');
}
