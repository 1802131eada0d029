// One consumer group: who its members are and how far it is.

import { html, nothing } from '../lib.js';
import { call, get, query, seg } from '../api.js';
import { chart } from '../chart.js';
import { choice, closeDialog, field, formDialog } from '../dialog.js';
import { count } from '../format.js';
import { historyAge, Series } from '../rates.js';
import { place } from './messages.js';

export class GroupPage {
  section = 'groups';
  #app;
  #name;
  #group = null;
  #rights = new Map();
  #rightsFor = '';
  #history = null;
  #historyAt = 0;
  #lag = new Series();
  #skipped = new Series();

  constructor(app, [name]) {
    this.#app = app;
    this.#name = name;
  }

  get title() {
    return this.#name;
  }

  get every() {
    return this.#app.server?.profile === 'kafka' ? 5000 : 2000;
  }

  get #topics() {
    return [...new Set([
      ...this.#group.members.flatMap((member) => member.topics),
      ...this.#group.partitions.map((each) => each.topic),
    ])].sort();
  }

  async refresh(signal) {
    this.#group = await get(`groups/${seg(this.#name)}`, signal);
    const topics = this.#topics;
    if (this.#rightsFor !== topics.join(' ')) {
      this.#rights = await this.#app.rightsTo(topics, signal);
      this.#rightsFor = topics.join(' ');
    }
    const now = new Date(this.#app.now()).toISOString();
    this.#lag.add(now, this.#group.lag);
    this.#skipped.add(now, this.#group.skipped);
    if (this.#historyAt < Date.now() - historyAge(this.#history)) {
      const { interval, times, groups: [group] } = await get(`history/groups${query({ group: this.#name, points: 1000 })}`, signal);
      this.#history = group.lag.filter((each) => each != null).length > 1
        ? { interval, times: times.map((at) => Date.parse(at) / 1000), lag: group.lag, skipped: group.skipped } : null;
      this.#historyAt = Date.now();
    }
  }

  #may(topic) {
    return this.#rights.get(topic)?.includes('admin') ?? false;
  }

  view() {
    const head = html`<div class="head">
      <nav class="crumbs" aria-label="Up"><a href="#/groups">Groups</a></nav>
      <h1 class="name">${this.#name}</h1>
    </div>`;
    const group = this.#group;
    if (!group) return html`${head}<p class="loading" role="status">Loading…</p>`;
    const lines = this.#history ?? { times: this.#lag.times, lag: this.#lag.values, skipped: this.#skipped.values };
    return html`${head}
      <dl class="tiles">
        <div><dt>Lag</dt><dd>${count(group.lag)}</dd></div>
        <div><dt>Skipped</dt><dd class=${group.skipped > 0 ? 'bad' : ''}>${count(group.skipped)}</dd></div>
        <div><dt>Members</dt><dd>${count(group.members.length)}</dd></div>
        <div><dt>Partitions</dt><dd>${count(group.partitions.length)}</dd></div>
      </dl>
      <div class="pair">
        ${chart('Lag', { times: lines.times, values: lines.lag, format: count })}
        ${chart('Skipped since the service started', { times: lines.times, values: lines.skipped, format: count })}
      </div>
      <h2>Members</h2>
      ${this.#members(group)}
      <h2>Partitions</h2>
      ${this.#partitions(group)}
      ${this.#actions(group)}`;
  }

  #members(group) {
    if (group.members.length === 0) {
      return html`<p class="empty">Nobody is in this group; its offsets are kept.</p>`;
    }
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Members"><table class="rows">
      <thead><tr><th scope="col">Member</th><th scope="col" class="n">Id</th><th scope="col">Subscribes to</th>
        <th scope="col">Reads</th></tr></thead>
      <tbody>${group.members.map((member) => html`<tr>
        <th scope="row">${member.name}</th><td class="n">${member.id}</td>
        <td>${member.topics.join(', ')}</td>
        <td>${member.assignment.length === 0 ? html`<span class="none">nothing</span>` : assigned(member.assignment)}</td>
      </tr>`)}</tbody></table></div>`;
  }

  #partitions(group) {
    if (group.partitions.length === 0) return html`<p class="empty">It has read nothing yet.</p>`;
    const names = new Map(group.members.map((member) => [member.id, member.name]));
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Partitions"><table class="rows">
      <thead><tr><th scope="col">Topic</th><th scope="col" class="n">Partition</th><th scope="col">Owner</th>
        <th scope="col" class="n">Committed</th><th scope="col" class="n">End</th><th scope="col" class="n">Lag</th>
        <th scope="col" class="n">Skipped</th></tr></thead>
      <tbody>${group.partitions.map((each) => html`<tr>
        <th scope="row"><a href=${`#/topics/${seg(each.topic)}`}>${each.topic}</a></th>
        <td class="n">${each.partition}</td>
        <td>${each.owner == null ? html`<span class="none">nobody</span>` : names.get(each.owner) ?? each.owner}</td>
        <td class="n">${each.committedOffset == null ? html`<span class="none">none</span>`
          : html`<a href=${`#/topics/${seg(each.topic)}/messages?partition=${each.partition}&from=${each.committedOffset}`}
            title="The next message to deliver">${count(each.committedOffset)}</a>`}</td>
        <td class="n">${count(each.logEndOffset)}</td>
        <td class="n">${count(each.lag)}</td>
        <td class=${`n ${each.skipped > 0 ? 'bad' : ''}`}>${count(each.skipped)}</td>
      </tr>`)}</tbody></table></div>`;
  }

  #actions(group) {
    const administered = this.#topics.filter((topic) => this.#may(topic));
    if (administered.length === 0) {
      return html`<p class="refusal">User ${this.#app.caller.name} has no right to administer the topics of this group.</p>`;
    }
    const all = administered.length === this.#topics.length;
    const busy = group.members.length > 0;
    return html`<div class="actions">
      <button type="button" @click=${() => this.#reset(administered, all)}>Reset offsets</button>
      <button type="button" class="danger" ?disabled=${!all || busy} @click=${() => this.#remove()}>Delete group</button>
      ${busy ? html`<span class="hint">A group with members cannot be deleted.</span>`
        : all ? nothing : html`<span class="hint">Deleting needs the right to administer all its topics.</span>`}
    </div>`;
  }

  #reset(topics, all) {
    const kafka = this.#app.server.profile === 'kafka' && this.#group.members.length > 0;
    formDialog(`Reset offsets of ${this.#name}`, {
      state: { topic: all && topics.length > 1 ? '' : topics[0], partition: '', to: 'earliest', place: '' },
      label: 'Reset',
      danger: true,
      ready: (state) => state.to !== 'place' || state.place.trim() !== '',
      fields: (state) => html`
        ${choice(state, 'topic', 'Topic', [
          ...(all && topics.length > 1 ? [['', 'all its topics']] : []), ...topics.map((topic) => [topic, topic])])}
        ${state.topic === '' ? nothing : choice(state, 'partition', 'Partition', [['', 'all'],
          ...this.#group.partitions.filter((each) => each.topic === state.topic).map((each) => [each.partition, each.partition])])}
        ${choice(state, 'to', 'Go on reading', [['earliest', 'at the oldest message'],
          ['latest', 'behind the newest message'], ['place', 'at an offset or time']])}
        ${state.to === 'place' ? field(state, 'place', 'Offset or time', {
          placeholder: '42, 2026-01-31 08:00 or 15m', hint: 'A time is yours, not UTC; 15m is so long ago.',
        }) : nothing}
        <p class="notice">${state.to === 'latest'
          ? 'Messages that were not read yet are passed over.'
          : 'Messages behind this place are delivered again; those before it are not.'}
          ${kafka ? 'Over Kafka its members have to leave first.' : nothing}</p>`,
      act: async (state) => {
        const body = { to: state.to === 'place' ? place(state.place.trim()) : state.to };
        if (state.topic !== '') body.topic = state.topic;
        if (state.topic !== '' && state.partition !== '') body.partitions = [Number(state.partition)];
        await call(`groups/${seg(this.#name)}/reset`, { method: 'POST', body });
        this.#app.tell('The offsets are set.');
        this.#app.refresh();
      },
    });
  }

  #remove() {
    const committed = this.#group.partitions.filter((each) => each.committedOffset != null).length;
    formDialog(`Delete ${this.#name}?`, {
      label: 'Delete group',
      danger: true,
      fields: () => html`<p>This forgets the group’s offsets in <strong>${count(committed)}
        ${committed === 1 ? 'partition' : 'partitions'}</strong>. A group of this name that comes again starts as a new one.
        Messages stay.</p>`,
      act: async () => {
        await call(`groups/${seg(this.#name)}`, { method: 'DELETE' });
        this.#app.tell(`The group ${this.#name} is gone.`);
        closeDialog();
        this.#app.go('#/groups');
      },
    });
  }
}

/** Such as "orders 0–3, 7". */
function assigned(partitions) {
  const topics = new Map();
  for (const { topic, partition } of partitions) topics.set(topic, [...(topics.get(topic) ?? []), partition]);
  return [...topics].map(([topic, numbers]) => `${topic} ${ranges(numbers)}`).join('; ');
}

export function ranges(numbers) {
  const found = [];
  for (const n of [...numbers].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else found.push([n, n]);
  }
  return found.map(([first, last]) => (first === last ? first : `${first}–${last}`)).join(', ');
}
