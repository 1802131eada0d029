// The HTTP API, as docs/http.md has it.

/** Not relative to the document, whose address may carry a user and a password. */
const BASE = new URL('api/v1/', location.origin + location.pathname).href;

/** What the service refuses (its problem details), or that it does not answer (status 0). */
export class Problem extends Error {
  constructor(status, details) {
    super(details.detail ?? details.title ?? `The answer is ${status}`);
    this.status = status;
    this.type = (details.type ?? '').replace('urn:minikafka:problem:', '');
    this.details = details;
  }

  /** Whether trying again by itself makes sense. */
  get passing() {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

export const seg = encodeURIComponent;

export function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value != null && value !== '');
  return given.length ? `?${given.map(([name, value]) => `${name}=${seg(value)}`).join('&')}` : '';
}

export async function open(path, { method = 'GET', body, headers = {}, signal } = {}) {
  let answer;
  try {
    answer = await fetch(BASE + path, {
      method,
      headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      signal,
    });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem(0, { detail: 'The service does not answer.' });
  }
  if (!answer.ok) throw new Problem(answer.status, await answer.json().catch(() => ({})));
  return answer;
}

export async function call(path, options) {
  const answer = await open(path, options);
  if (answer.status === 204) return null;
  try {
    return await answer.json();
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem(0, { detail: 'The answer broke off.' });
  }
}

export const get = (path, signal) => call(path, { signal });
