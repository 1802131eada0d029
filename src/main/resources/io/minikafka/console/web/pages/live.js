// Messages of a topic as they come.

import { html, nothing, repeat } from '../lib.js';
import { query, seg } from '../api.js';
import { count, rate } from '../format.js';
import { head, OpenMessages } from '../message.js';
import { Tail } from '../tail.js';

/** Shown at most; older ones leave. */
const KEPT = 200;

const STATES = {
  connecting: 'connecting…',
  open: 'live',
  waiting: 'interrupted, trying again…',
  refused: 'ended',
  paused: 'paused',
};

export class LivePart {
  #app;
  #page;
  #tail = null;
  #partition = '';
  #messages = [];
  #notices = [];
  #state = 'paused';
  #problem = null;
  #received = 0;
  #open;
  #begun = false;
  #drawing = false;
  #second = { at: 0, received: 0 };
  #rate = null;
  #ticking = null;

  constructor(app, page) {
    this.#app = app;
    this.#page = page;
    this.#open = new OpenMessages(app, page.name);
  }

  begin() {
    if (this.#begun) return;
    this.#begun = true;
    this.#start();
  }

  stop() {
    this.#tail?.stop();
    clearInterval(this.#ticking);
  }

  /** From here on, forgetting what was shown. */
  #start() {
    this.#tail?.stop();
    this.#messages = [];
    this.#notices = [];
    this.#received = 0;
    this.#rate = null;
    const path = `topics/${seg(this.#page.name)}/tail${query({ partition: this.#partition, from: 'latest' })}`;
    this.#tail = new Tail(path, {
      event: (type, data) => this.#event(type, data),
      state: (state, problem) => {
        this.#state = state;
        this.#problem = problem ?? null;
        this.#draw();
      },
    });
    this.#tail.start();
    this.#tick();
  }

  #tick() {
    clearInterval(this.#ticking);
    this.#second = { at: performance.now(), received: this.#received };
    this.#ticking = setInterval(() => {
      const now = performance.now();
      this.#rate = (this.#received - this.#second.received) / ((now - this.#second.at) / 1000);
      this.#second = { at: now, received: this.#received };
      this.#draw();
    }, 1000);
  }

  #event(type, data) {
    if (type === 'message') {
      this.#received++;
      this.#messages.unshift(data);
      if (this.#messages.length > KEPT) this.#messages.length = KEPT;
    } else {
      const text = type === 'skipped'
        ? `${count(data.skipped)} messages of partition ${data.partition} left by retention before they could be shown.`
        : data.detail;
      this.#notices = [...this.#notices, text].slice(-5);
    }
    this.#draw();
  }

  /** At most some times a second, however much comes. */
  #draw() {
    if (this.#drawing) return;
    this.#drawing = true;
    setTimeout(() => {
      this.#drawing = false;
      this.#open.keep(this.#messages);
      this.#app.update();
    }, 100);
  }

  get #paused() {
    return this.#state === 'paused';
  }

  #pause() {
    if (this.#paused) {
      this.#tail.start();
      this.#tick();
    } else {
      this.#tail.stop();
      clearInterval(this.#ticking);
      this.#rate = null;
      this.#state = 'paused';
    }
    this.#app.update();
  }

  view() {
    const { partitions } = this.#page.topic;
    return html`
      <div class="bar">
        <label class="inline">Partition
          <select @change=${(event) => { this.#partition = event.target.value; this.#start(); }}>
            <option value="" ?selected=${this.#partition === ''}>all</option>
            ${partitions.map(({ partition }) => html`<option value=${partition}
              ?selected=${this.#partition === String(partition)}>${partition}</option>`)}
          </select></label>
        ${this.#state === 'refused'
          ? html`<button type="button" class="primary" @click=${() => this.#start()}>Start again</button>`
          : html`<button type="button" class="primary" data-key="p"
            @click=${() => this.#pause()}>${this.#paused ? 'Resume' : 'Pause'}</button>`}
        <button type="button" ?disabled=${this.#messages.length === 0}
          @click=${() => { this.#messages = []; this.#app.update(); }}>Clear</button>
        <button type="button" data-key="e" ?disabled=${this.#messages.length === 0}
          @click=${() => this.#open.toggleAll(this.#messages)}>Open all</button>
        ${this.#open.formatChoice()}
        <span class="grow"></span>
        <span class="state" role="status"><span class=${`dot ${this.#state}`} aria-hidden="true"></span>${STATES[this.#state]}</span>
      </div>
      ${this.#problem && this.#state === 'refused' ? html`<p class="problem" role="alert">${this.#problem.message}</p>` : nothing}
      ${this.#notices.map((text) => html`<p class="notice">${text}</p>`)}
      ${this.#messages.length === 0
        ? html`<section class="blank"><p>${this.#paused
          ? 'Nothing here. Resume goes on where the tail stopped.'
          : 'Waiting for messages; those that come now are shown.'}</p></section>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Live messages">
          <table class="rows messages">${head}
            <tbody>${repeat(this.#messages, OpenMessages.key, (message) => this.#open.rows(message))}</tbody>
          </table></div>`}
      <p class="hint">${count(this.#received)} received${this.#rate == null ? '' : `, ${rate(this.#rate)}`}${
        this.#received > KEPT ? `; the last ${KEPT} are shown` : ''}. While paused nothing is lost: resuming goes on where
        it stopped, as far as messages are kept.</p>`;
  }
}
