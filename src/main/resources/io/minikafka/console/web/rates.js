// Rates from counters that the page itself has seen.

import { isoMillis } from './format.js';

/** How long the history that the service sent is new: until it has looked again. */
export const historyAge = (history) => Math.max(2000, isoMillis(history?.interval) || 10_000);

/** Numbers that only grow, by name; the rate is that of about the last ten seconds. */
export class Rates {
  #seen = new Map();

  add(name, instant, value) {
    const at = Date.parse(instant);
    const samples = this.#seen.get(name) ?? [];
    if (samples.length && (value < samples.at(-1).value || at < samples.at(-1).at)) samples.length = 0;
    samples.push({ at, value });
    while (samples.length > 2 && samples[1].at < at - 9000) samples.shift();
    this.#seen.set(name, samples);
  }

  /** Forgets all others. */
  keep(names) {
    const kept = new Set(names);
    for (const name of this.#seen.keys()) if (!kept.has(name)) this.#seen.delete(name);
  }

  /** By second; null before there are two numbers. */
  now(name) {
    const samples = this.#seen.get(name);
    if (!samples || samples.length < 2) return null;
    const [first, last] = [samples[0], samples.at(-1)];
    return last.at > first.at ? (last.value - first.value) / ((last.at - first.at) / 1000) : null;
  }
}

/** Numbers over time, of the last hour at most, for where the service keeps none. */
export class Series {
  times = [];
  values = [];

  add(instant, value) {
    // New lists, so that who draws them sees that they are new.
    const from = Math.max(0, this.times.length - 1199);
    this.times = [...this.times.slice(from), Date.parse(instant) / 1000];
    this.values = [...this.values.slice(from), value];
  }
}
