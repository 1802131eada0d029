// A topic's settings, and its end.

import { html, nothing } from '../lib.js';
import { call, seg } from '../api.js';
import { choice, field, formDialog } from '../dialog.js';
import { bytes, count, isoDuration } from '../format.js';

export class SettingsPart {
  #app;
  #page;

  constructor(app, page) {
    this.#app = app;
    this.#page = page;
  }

  get #path() {
    return `topics/${seg(this.#page.name)}`;
  }

  view() {
    const { topic } = this.#page;
    const may = this.#page.may('admin');
    return html`
      <dl class="facts">
        <dt>Partitions</dt><dd>${count(topic.partitions.length)}</dd>
        <dt>Messages are kept for</dt><dd>${isoDuration(topic.retentionAge)}</dd>
        <dt>At most, of each partition</dt><dd>${topic.retentionBytes === 0 ? 'no bound' : bytes(topic.retentionBytes)}</dd>
        <dt>An answer to a producer stands for</dt><dd>${topic.durability}</dd>
      </dl>
      ${may ? html`<div class="actions">
        <button type="button" @click=${() => this.#change()}>Change settings</button>
        <button type="button" class="danger" @click=${() => this.#remove()}>Delete topic</button>
      </div>` : html`<p class="refusal">User ${this.#app.caller.name} has no right to administer this topic.</p>`}`;
  }

  #change() {
    const { topic } = this.#page;
    const before = {
      partitions: String(topic.partitions.length),
      retentionAge: isoDuration(topic.retentionAge),
      retentionBytes: String(topic.retentionBytes),
      durability: topic.durability,
    };
    const file = this.#app.server.profile === 'file';
    const changed = (state) => Object.keys(before).filter((name) => String(state[name]).trim() !== before[name]);
    formDialog(`Settings of ${topic.name}`, {
      state: { ...before },
      label: 'Change',
      ready: (state) => changed(state).length > 0,
      fields: (state) => html`
        ${field(state, 'retentionAge', 'Keep messages for', { autofocus: true, hint: 'Such as 7d, 1d12h or 30m.' })}
        ${field(state, 'retentionBytes', 'Keep at most, in bytes of each partition', {
          inputmode: 'numeric', hint: '0 is no bound.',
        })}
        ${field(state, 'partitions', 'Partitions', {
          inputmode: 'numeric', hint: 'Never fewer than now. With more, messages of a key may come to another one.',
        })}
        ${file ? choice(state, 'durability', 'Producers hear back when a message', [
          ['fsync', 'is on the disk (fsync)'], ['os', 'is with the operating system (os)'],
        ]) : nothing}
        ${changed(state).some((name) => name.startsWith('retention'))
          ? html`<p class="notice">What is older, or beyond the bound, is deleted at once and cannot be got back.</p>` : nothing}`,
      act: async (state) => {
        const body = {};
        for (const name of changed(state)) {
          body[name] = name === 'partitions' || name === 'retentionBytes' ? Number(state[name]) : state[name].trim();
        }
        await call(this.#path, { method: 'PATCH', body });
        this.#app.tell('Changed.');
        this.#app.refresh();
      },
    });
  }

  #remove() {
    const { topic } = this.#page;
    const messages = topic.partitions.reduce((sum, each) => sum + each.logEndOffset - each.logStartOffset, 0);
    const size = topic.partitions.reduce((sum, each) => sum + each.bytes, 0);
    formDialog(`Delete ${topic.name}?`, {
      state: { typed: '' },
      label: 'Delete topic',
      danger: true,
      ready: (state) => state.typed === topic.name,
      fields: (state) => html`
        <p>This deletes <strong>${count(messages)} ${messages === 1 ? 'message' : 'messages'}</strong> (${bytes(size)}) in
          ${count(topic.partitions.length)} ${topic.partitions.length === 1 ? 'partition' : 'partitions'}, and the positions
          that groups have in them. It cannot be undone.</p>
        ${field(state, 'typed', 'The topic’s name, to confirm', { autofocus: true, placeholder: topic.name })}`,
      act: async () => {
        await call(this.#path, { method: 'DELETE' });
        this.#app.tell(`The topic ${topic.name} is gone.`);
        this.#app.go('#/topics');
      },
    });
  }
}
