// The frame around the pages: where one is, what every page needs, keys, and whether the service answers.

import { html, nothing, render } from './lib.js';
import { get, Problem, query } from './api.js';
import { closeDialog, openDialog } from './dialog.js';
import { GroupPage } from './pages/group.js';
import { GroupsPage } from './pages/groups.js';
import { ServerPage } from './pages/server.js';
import { TopicPage } from './pages/topic.js';
import { TopicsPage } from './pages/topics.js';

const ROUTES = [
  [/^\/(?:topics)?$/, TopicsPage],
  [/^\/topics\/([^/]+)(?:\/(messages|live|produce|partitions|settings))?$/, TopicPage],
  [/^\/groups$/, GroupsPage],
  [/^\/groups\/([^/]+)$/, GroupPage],
  [/^\/server$/, ServerPage],
];

const SECTIONS = [
  ['topics', 'Topics', '#/topics', 't'],
  ['groups', 'Groups', '#/groups', 'g'],
  ['server', 'Server', '#/server', 's'],
];

class App {
  caller = null;
  server = null;
  offline = null;
  #page = null;
  #pageProblem = null;
  #life = new AbortController();
  #asking = new AbortController();
  #timer = null;
  #drawing = false;
  #toast = null;
  #toastTimer = null;
  #prefix = false;

  /** The service's clock, as far as it is known: ages are told by it. */
  #ahead = 0;
  now() {
    return Date.now() + this.#ahead;
  }

  heardTime(instant) {
    this.#ahead = Date.parse(instant) - Date.now();
  }

  start() {
    addEventListener('hashchange', () => this.#route());
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.refresh(); });
    document.addEventListener('keydown', (event) => this.#key(event));
    this.#route();
    setInterval(() => this.update(), 10_000); // ages
  }

  /** Draws soon, however often it is asked. */
  update() {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      render(this.#view(), document.getElementById('app'));
    });
  }

  /** Whether the caller may do something to a topic; the rights come with the topic. */
  get administrator() {
    return this.caller?.administrator ?? false;
  }

  /** Whether it may administer some topic, though not all. */
  get mayCreate() {
    return this.caller?.grants.some((grant) => grant.right === 'admin') ?? false;
  }

  async rightsTo(topics, signal) {
    if (this.administrator || topics.length === 0) {
      return new Map(topics.map((topic) => [topic, ['produce', 'consume', 'admin']]));
    }
    const parameters = topics.map((topic) => query({ topic }).slice(1)).join('&');
    const caller = await get(`caller?${parameters}`, signal);
    return new Map(caller.topics.map(({ topic, rights }) => [topic, rights]));
  }

  /** Tells what was done, to readers of screens, too. */
  tell(text) {
    this.#toast = text;
    clearTimeout(this.#toastTimer);
    this.#toastTimer = setTimeout(() => { this.#toast = null; this.update(); }, 6000);
    this.update();
  }

  go(hash) {
    if (location.hash === hash) this.#route();
    else location.hash = hash;
  }

  #route() {
    const [path, search = ''] = (location.hash.slice(1) || '/topics').split('?');
    const parameters = new URLSearchParams(search);
    for (const [pattern, Page] of ROUTES) {
      const match = pattern.exec(path);
      if (!match) continue;
      let parts;
      try {
        parts = match.slice(1).map((part) => (part == null ? part : decodeURIComponent(part)));
      } catch {
        break;
      }
      if (this.#page instanceof Page && this.#page.moveTo?.(parts, parameters)) {
        this.#title();
        this.update();
        return;
      }
      this.#show(new Page(this, parts, parameters));
      return;
    }
    this.#show(null);
  }

  #show(page) {
    const first = this.#page == null && this.#timer == null;
    this.#life.abort();
    this.#life = new AbortController();
    this.#page?.stop?.();
    this.#page = page;
    this.#pageProblem = null;
    closeDialog();
    this.#title();
    this.update();
    this.refresh();
    if (!first) {
      // As after a page load: the keyboard goes on from the top of what is new.
      queueMicrotask(() => document.getElementById('main')?.focus({ preventScroll: true }));
      scrollTo(0, 0);
    }
  }

  #title() {
    document.title = this.#page ? `${this.#page.title} · minikafka` : 'minikafka';
  }

  /** Asks the service again, now and then every few seconds. */
  async refresh() {
    clearTimeout(this.#timer);
    // What is under way would answer a question of before.
    this.#asking.abort();
    this.#asking = new AbortController();
    const signal = AbortSignal.any([this.#life.signal, this.#asking.signal]);
    const page = this.#page;
    let pause = page?.every ?? 5000;
    try {
      if (!this.caller || !this.server || this.offline) {
        [this.caller, this.server] = await Promise.all([get('caller', signal), get('server', signal)]);
        this.heardTime(this.server.time);
      }
      await page?.refresh(signal);
      this.offline = null;
      this.#pageProblem = null;
    } catch (failure) {
      if (signal.aborted) return;
      if (!(failure instanceof Problem)) throw failure;
      if (failure.passing) {
        this.offline = failure;
        pause = 2000;
      } else {
        this.offline = null;
        this.#pageProblem = failure;
      }
    } finally {
      if (!signal.aborted) {
        this.update();
        // A page nobody sees asks for nothing; once seen again, it does at once.
        this.#timer = setTimeout(() => { if (!document.hidden) this.refresh(); }, pause);
      }
    }
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.getElementById('dialog').open) return;
    if (event.target.closest('input, textarea, select')) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    if (this.#prefix) {
      this.#prefix = false;
      const section = SECTIONS.find(([, , , key]) => key === event.key);
      if (section) {
        event.preventDefault();
        this.go(section[2]);
      }
      return;
    }
    if (event.key === 'g') {
      this.#prefix = true;
      setTimeout(() => { this.#prefix = false; }, 1500);
    } else if (event.key === '?') {
      event.preventDefault();
      this.#shortcuts();
    } else {
      const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not(:disabled)`);
      if (button) {
        event.preventDefault();
        if (button.matches('input')) {
          button.focus();
          button.select();
        } else {
          button.click();
        }
      }
    }
  }

  #shortcuts() {
    const keys = [
      ['g then t, g, s', 'Topics, groups, server'],
      ['/', 'Filter topics or groups; jump to messages'],
      ['c', 'Create a topic'],
      ['1 … 5', 'The parts of a topic’s page'],
      ['o, n', 'Older and newer messages'],
      ['e', 'Open or close all messages shown'],
      ['p', 'Pause and resume a live tail'],
      ['Esc', 'Leave a field, close a dialog'],
      ['?', 'This list'],
    ];
    openDialog('Keyboard', () => html`
      <dl class="keys">${keys.map(([key, does]) => html`<dt><kbd>${key}</kbd></dt><dd>${does}</dd>`)}</dl>
      <div class="actions"><button type="button" @click=${closeDialog}>Close</button></div>`);
  }

  #view() {
    const page = this.#page;
    return html`
      <a class="skip" href="#main" @click=${(e) => { e.preventDefault(); document.getElementById('main').focus(); }}
        >Skip to content</a>
      <header class="top">
        <a class="logo" href="#/topics"><span class="mark" aria-hidden="true"></span>minikafka</a>
        <nav aria-label="Sections">
          ${SECTIONS.map(([id, text, hash]) => html`<a href=${hash}
            aria-current=${page?.section === id ? 'page' : nothing}>${text}</a>`)}
        </nav>
        <div class="who">
          ${this.caller && this.caller.name !== 'anonymous'
            ? html`<span class="user" title="Logged in as"><span class="sr">Logged in as </span>${this.caller.name}</span>`
            : nothing}
          <button type="button" class="quiet" aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)"
            @click=${() => this.#shortcuts()}>?</button>
        </div>
      </header>
      <div class="banner" role="status" ?hidden=${!this.offline}>${this.offline
        ? html`<strong>No answer.</strong> ${this.offline.status === 0 ? '' : this.offline.message}
          What is shown may be old; trying again…`
        : nothing}</div>
      <main id="main" tabindex="-1" class=${this.offline ? 'old' : ''}>
        ${page == null ? this.#nothingHere() : this.#pageProblem ? this.#refused(this.#pageProblem) : page.view()}
      </main>
      <div class="toast" role="status" aria-live="polite" ?hidden=${!this.#toast}>${this.#toast ?? nothing}</div>
      <footer>
        ${this.server ? html`<span>minikafka ${this.server.version}</span><span>${this.server.profile}</span>` : nothing}
        <a href="openapi">API</a>
      </footer>`;
  }

  #nothingHere() {
    return html`<section class="blank"><h1>Nothing is here</h1><p><a href="#/topics">To the topics</a></p></section>`;
  }

  #refused(problem) {
    const heading = { 401: 'Not logged in', 403: 'Not allowed', 404: 'Not found' }[problem.status] ?? 'That did not work';
    return html`<section class="blank">
      <h1>${heading}</h1>
      <p>${problem.message}${problem.message.endsWith('.') ? '' : '.'}</p>
      <p><a href=${this.#page.section === 'groups' ? '#/groups' : '#/topics'}>Back to the list</a></p>
    </section>`;
  }
}

new App().start();
