// Prints whether what a client showed is what was expected.
'use strict';
const { isDeepStrictEqual, inspect } = require('node:util');

const text = (value) => inspect(value, { depth: 5, breakLength: Infinity });

function holds(name, held, expected, seen) {
  console.log(held ? `ok   ${name}` : `FAIL ${name}: expected ${text(expected)}, saw ${text(seen)}`);
}

exports.holds = holds;

exports.equal = (name, expected, seen) => holds(name, isDeepStrictEqual(seen, expected), expected, seen);

// Of exactly this class, with a message that begins like this.
exports.rejects = async (name, error, message, promise) => {
  const seen = await promise.then(
    (value) => value,
    (e) => `${e.constructor.name}: ${e.message}`);
  const expected = `${error}: ${message}`;
  holds(name, typeof seen === 'string' && seen.startsWith(expected), expected, seen);
};

// Nothing comes, and not before the time is over.
exports.timesOut = async (name, seconds, call) => {
  const start = process.hrtime.bigint();
  const seen = await call();
  const took = Number(process.hrtime.bigint() - start) / 1e9;
  holds(name, seen === null && took >= 0.95 * seconds, `null after ${seconds} s`, [seen, `after ${took} s`]);
};

exports.main = (suite) =>
  suite().then(
    () => console.log('end'),
    (e) => {
      console.error(e);
      process.exitCode = 1;
    });
