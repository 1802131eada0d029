// How things are written for people. Pure functions: what they are given, they return as text.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const SPANS = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1000], ['ms', 1]];

export const count = (n) => (n == null ? '–' : whole.format(n));

/** With three digits, for axes and small places. */
export const compact = (n) => (n == null ? '–' : short.format(n));

export function bytes(n) {
  if (n == null) return '–';
  let unit = 0;
  while (n >= 1024 && unit < UNITS.length - 1) {
    n /= 1024;
    unit++;
  }
  return `${unit === 0 || n >= 100 ? Math.round(n) : n.toFixed(1)} ${UNITS[unit]}`;
}

/** Of something by second. */
export function rate(n) {
  if (n == null) return '–';
  if (n === 0) return '0/s';
  if (n < 0.1) return '<0.1/s';
  return `${n < 10 ? n.toFixed(1) : whole.format(n)}/s`;
}

/** Milliseconds of a duration in ISO-8601 as the API writes it, such as PT36H or PT0.5S; null for another text. */
export function isoMillis(text) {
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(text ?? '');
  if (!parts || text === 'PT') return null;
  const [hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return Math.round(hours * 3_600_000 + minutes * 60_000 + seconds * 1000);
}

/** In the notation that all of the service's settings accept, such as 1d12h. */
export function duration(millis) {
  if (millis == null) return '–';
  if (millis === 0) return '0s';
  let text = '';
  for (const [unit, length] of SPANS) {
    const n = Math.floor(millis / length);
    millis -= n * length;
    if (n > 0) text += `${n}${unit}`;
  }
  return text;
}

export const isoDuration = (text) => (isoMillis(text) == null ? text : duration(isoMillis(text)));

/** About how long, with one unit or two. */
export function span(millis) {
  if (millis < 1000) return '<1s';
  const first = SPANS.findIndex(([, length]) => millis >= length);
  const [unit, length] = SPANS[first];
  const n = Math.floor(millis / length);
  const [smaller, smallerLength] = SPANS[first + 1];
  const m = Math.floor((millis - n * length) / smallerLength);
  return n >= 10 || m === 0 || smaller === 'ms' ? `${n}${unit}` : `${n}${unit} ${m}${smaller}`;
}

export const ago = (instant, now) => (instant == null ? '–' : `${span(Math.max(0, now - Date.parse(instant)))} ago`);

const two = (n) => String(n).padStart(2, '0');

/** In the browser's time zone. */
export function time(instant) {
  const at = new Date(instant);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:`
    + `${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

/** The start of a text, not ending within a character. */
export function start(text, most) {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? most - 1 : most);
}

/**
 * JSON with line breaks; null for what is none. Only the space between tokens changes: numbers that JavaScript cannot
 * hold, fields there twice and escapes stay as they are.
 */
export function prettyJson(text) {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return null;
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const out = [];
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs) ?? [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === '{' || token === '[') {
      if (tokens[i + 1] === '}' || tokens[i + 1] === ']') {
        out.push(token, tokens[++i]);
      } else {
        depth++;
        out.push(token, line());
      }
    } else if (token === '}' || token === ']') {
      depth--;
      out.push(line(), token);
    } else {
      out.push(token === ',' ? `,${line()}` : token === ':' ? ': ' : token);
    }
  }
  return out.join('');
}

/** Sixteen bytes a line: where, in hex, as ASCII. */
export function hex(data, most = data.length) {
  const lines = [];
  for (let at = 0; at < Math.min(data.length, most); at += 16) {
    const row = data.subarray(at, Math.min(at + 16, most));
    const codes = Array.from(row, (byte) => byte.toString(16).padStart(2, '0'));
    const left = codes.slice(0, 8).join(' ').padEnd(23);
    const right = codes.slice(8).join(' ').padEnd(23);
    const text = Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${left}  ${right}  ${text}`);
  }
  return lines.join('\n');
}

export const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** The bytes of a key, a value or a header as the API writes it; null where it has none. */
export function toBytes(text, base64) {
  if (text != null) return new TextEncoder().encode(text);
  return base64 == null ? null : fromBase64(base64);
}
