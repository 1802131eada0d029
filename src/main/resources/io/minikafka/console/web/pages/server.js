// The service itself.

import { html, nothing } from '../lib.js';
import { get } from '../api.js';
import { bytes, count, span, time } from '../format.js';

const DOORS = { grpc: 'gRPC', redis: 'Redis protocol', http: 'HTTP' };
const PROFILES = { file: 'Files', memory: 'Memory', kafka: 'Kafka' };

/** Of an acknowledgement, by the service's durability. */
const promise = (durability) => ({
  memory: 'in the memory of this process, and goes with it',
  fsync: 'on the disk (fsync), unless a topic says otherwise',
  os: 'with the operating system, and soon on the disk (os), unless a topic says otherwise',
  cluster: 'with all in-sync replicas of the cluster',
})[durability] ?? durability;

export class ServerPage {
  section = 'server';
  title = 'Server';
  every = 3000;
  #app;
  #server = null;

  constructor(app) {
    this.#app = app;
  }

  async refresh(signal) {
    this.#server = await get('server', signal);
    this.#app.server = this.#server;
    this.#app.heardTime(this.#server.time);
  }

  view() {
    const server = this.#server;
    if (!server) return html`<div class="head"><h1>Server</h1></div><p class="loading" role="status">Loading…</p>`;
    return html`<div class="head"><h1>Server</h1></div>
      <dl class="tiles">
        <div><dt>Version</dt><dd>${server.version}</dd></div>
        <div><dt>Up for</dt><dd title=${time(server.startTime)}>${span(Date.parse(server.time) - Date.parse(server.startTime))}</dd></div>
        <div><dt>Topics are in</dt><dd>${PROFILES[server.profile] ?? server.profile}</dd></div>
        ${server.doors ? html`<div><dt>Connections</dt><dd>${count(server.doors.reduce((sum, door) => sum + door.connections, 0))}</dd></div>` : nothing}
      </dl>
      ${server.doors ? html`<h2>Doors</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Doors"><table class="rows">
          <thead><tr><th scope="col">Door</th><th scope="col">Listens on</th><th scope="col" class="n">Connections</th></tr></thead>
          <tbody>${server.doors.map((door) => html`<tr><th scope="row">${DOORS[door.name] ?? door.name}</th>
            <td><code>${door.address}</code></td><td class="n">${count(door.connections)}</td></tr>`)}</tbody>
        </table></div>` : nothing}
      ${server.disk ? this.#disk(server.disk) : nothing}
      <h2>Details</h2>
      <dl class="facts">
        ${server.backend ? html`<dt>Backend</dt><dd>${server.backend}</dd>` : nothing}
        <dt>An acknowledged message is</dt><dd>${promise(server.durability)}</dd>
        <dt>Started</dt><dd>${time(server.startTime)}</dd>
        ${server.java ? html`<dt>Java</dt><dd>${server.java}</dd>` : nothing}
      </dl>
      ${this.#caller()}`;
  }

  #disk({ totalBytes, freeBytes, freeSpaceFloorBytes }) {
    const used = totalBytes - freeBytes;
    const full = freeBytes < freeSpaceFloorBytes;
    return html`<h2>Disk</h2>
      <div class="disk">
        <meter min="0" max=${totalBytes} high=${totalBytes * 0.9} value=${used} aria-label="Disk in use"></meter>
        <p>${bytes(freeBytes)} of ${bytes(totalBytes)} are free.
          ${full ? html`<strong class="bad">Producing is refused until ${bytes(freeSpaceFloorBytes)} are free.</strong>`
            : freeSpaceFloorBytes > 0 ? html`<span class="hint">Below ${bytes(freeSpaceFloorBytes)} producing is refused.</span>` : nothing}</p>
      </div>`;
  }

  #caller() {
    const { caller } = this.#app;
    if (!caller) return nothing;
    return html`<h2>You</h2>
      ${caller.name === 'anonymous'
        ? html`<p class="empty">Nobody need log in to this service; everybody may do everything.</p>`
        : html`<dl class="facts"><dt>User</dt><dd>${caller.name}</dd>
          <dt>Rights</dt><dd>${caller.administrator ? 'everything'
            : caller.grants.map((grant) => html`<code class="grant">${grant.right}:${grant.topics}</code> `)}</dd></dl>`}`;
  }
}
