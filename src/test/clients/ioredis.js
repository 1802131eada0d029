// ioredis, with RESP3, which is its default, and RESP2. Usage: ioredis.js <port>
'use strict';
const { once } = require('node:events');
const Redis = require('ioredis');
const { equal, holds, rejects, timesOut, main } = require('./checks');

const port = Number(process.argv[2]);
const message = (topic, offset, value) => ['topic', topic, 'partition', 0, 'offset', offset, 'value', value];

async function suite(version, options) {
  const topic = `ioredis-${version}`;
  const topics = `topics:${topic}`;
  const name = (what) => `${version} ${what}`;
  // A consumer is a connection with a name, which ioredis gives to each that it makes.
  const consumer = (connectionName) => new Redis({ port, ...options, connectionName });

  const producer = new Redis({ port, ...options });
  equal(name('connects'), 'PONG', await producer.ping());
  const info = await producer.client('INFO');
  holds(name('is what is spoken'), info.includes(`resp=${version.at(-1)} `), `resp=${version.at(-1)}`, info);
  equal(name('produces'), 1, await producer.rpushx(topics, 'first'));
  equal(name('produces with a key'), 1, await producer.rpushx(`${topics}:key`, 'second'));
  equal(name('produces bytes'), 1, await producer.rpushx(topics, Buffer.from([0, 13, 10, 255])));
  equal(name('has nothing left to store'), 0, await producer.call('DUMP', 1000));
  const pipeline = producer.pipeline();
  for (let i = 0; i < 100; i++) pipeline.rpushx(`${topics}-pipeline`, i);
  equal(name('produces in a pipeline'), Array(100).fill([null, 1]), await pipeline.exec());
  equal(name('counts what is kept'), 100, await producer.llen(`${topics}-pipeline`));

  const one = consumer(`${topic}:one`);
  equal(name('is named'), `${topic}:one`, await one.client('GETNAME'));
  equal(name('consumes'), message(topic, 0, 'first'), await one.blpop(topics, 10));
  equal(name('consumes what has a key'), message(topic, 1, 'second'), await one.blpop(topics, 10));
  equal(name('acknowledges'), 1, await one.rpush('acks', `${topic}:0:0`));
  equal(name('acknowledges several'), 2, await one.rpush('acks', `${topic}:0:0`, `${topic}:0:1`));
  const bytes = message(topic, 2, Buffer.from([0, 13, 10, 255])).map((v) => (typeof v === 'string' ? Buffer.from(v) : v));
  equal(name('consumes bytes'), bytes, await one.blpopBuffer(topics, 10));
  one.disconnect(true);
  await once(one, 'ready');
  equal(name('continues after what it acknowledged, on a new connection'), bytes, await one.blpopBuffer(topics, 10));
  // ioredis says this only to those who listen, and goes on without a name.
  const taken = consumer(`${topic}:one`);
  await rejects(name('a name is taken while its owner lives'), 'SimpleError', `CONS id ${topic}:one is already taken`,
    taken.client('SETNAME', `${topic}:one`));
  taken.disconnect();
  one.disconnect();

  const waiting = consumer(`${topic}-waiting:one`);
  await timesOut(name('is told when nothing comes in time'), 1, () => waiting.blpop(`${topics}-waiting`, 1));
  await timesOut(name('waits for parts of a second'), 0.3, () => waiting.blpop(`${topics}-waiting`, 0.3));
  setTimeout(() => producer.rpushx(`${topics}-waiting`, 'late'), 200);
  equal(name('is woken by a message'), message(`${topic}-waiting`, 0, 'late'), await waiting.blpop(`${topics}-waiting`, 10));
  waiting.disconnect();

  await rejects(name('sees PROD errors'), 'SimpleError', "PROD First argument must be in the form of 'topics:<topic>'",
    producer.rpushx('nowhere', 'x'));
  await rejects(name('sees CONS errors'), 'SimpleError', 'CONS Connection not ready. Identify yourself using',
    producer.blpop(topics, 1));
  await rejects(name('sees other errors'), 'SimpleError', "ERR unknown command 'flushall', with args beginning with:",
    producer.flushall());
  const keys = await producer.keys('topics:');
  holds(name('lists topics'), keys.includes(topics), topics, keys);
  equal(name('reads the counters'), '0', (await producer.hgetall('stats'))['producer.delivery.errors']);
  equal(name('ends'), 'OK', await producer.quit());
}

main(async () => {
  await suite('RESP3', {});
  await suite('RESP2', { protocol: 2 });
});
