// A live tail: Server-Sent Events read with fetch, since an EventSource cannot go on where it stopped once it was closed,
// and does not tell why it was refused.

import { open, Problem } from './api.js';

/** Cuts a stream of text into events; what is not complete yet waits for the next text. */
export function eventReader(tell) {
  let rest = '';
  return (text) => {
    rest += text;
    const blocks = rest.split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const event = { type: 'message', id: null, data: null };
      for (const line of block.split('\n')) {
        if (line.startsWith('data: ')) event.data = line.slice(6);
        else if (line.startsWith('id: ')) event.id = line.slice(4);
        else if (line.startsWith('event: ')) event.type = line.slice(7);
      }
      tell(event);
    }
  };
}

export class Tail {
  #path;
  #on;
  #lastId = null;
  #abort = null;

  /** @param on {event(type, data), state(name, problem)} with the states connecting, open, waiting, refused, stopped */
  constructor(path, on) {
    this.#path = path;
    this.#on = on;
  }

  /** Goes on behind the last event that was told. */
  start() {
    this.stop();
    this.#abort = new AbortController();
    this.#run(this.#abort.signal);
  }

  stop() {
    this.#abort?.abort();
    this.#abort = null;
  }

  async #run(signal) {
    for (let pause = 500; !signal.aborted; pause = Math.min(pause * 2, 8000)) {
      let problem = null;
      try {
        this.#on.state('connecting');
        const headers = this.#lastId == null ? {} : { 'Last-Event-ID': this.#lastId };
        const answer = await open(this.#path, { headers, signal });
        this.#on.state('open');
        pause = 500;
        problem = await this.#read(answer.body, signal);
      } catch (failure) {
        if (signal.aborted) return;
        problem = failure instanceof Problem ? failure : new Problem(0, { detail: 'The connection broke.' });
      }
      if (problem && !problem.passing) {
        this.#on.state('refused', problem);
        return;
      }
      this.#on.state('waiting', problem);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, pause);
        signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
      });
    }
  }

  /** Returns why the service ended the tail, if it said so. */
  async #read(stream, signal) {
    let end = null;
    const take = eventReader(({ type, id, data }) => {
      if (signal.aborted) return;
      if (id != null) this.#lastId = id;
      if (data == null) return;
      if (type === 'end') {
        const details = JSON.parse(data);
        end = new Problem(details.status, details);
      } else {
        this.#on.event(type, JSON.parse(data));
      }
    });
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return end;
      take(value);
      // The page stays usable however much comes: what is not read, the service does not send.
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  }
}
