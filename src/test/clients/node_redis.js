// node-redis, with RESP3, which is its default, and RESP2. Usage: node_redis.js <port>
'use strict';
const { createClient, RESP_TYPES } = require('redis');
const { equal, holds, rejects, timesOut, main } = require('./checks');

const port = Number(process.argv[2]);
const message = (topic, offset, value) => ['topic', topic, 'partition', 0, 'offset', offset, 'value', value];

async function suite(version, options) {
  const topic = `node-redis-${version}`;
  const topics = `topics:${topic}`;
  const name = (what) => `${version} ${what}`;
  const connect = (more) =>
    createClient({ socket: { port }, ...options, ...more })
      .on('error', (e) => console.log(`a connection was lost, as it may be: ${e.message}`))
      .connect();
  // A consumer is a connection with a name, which node-redis gives to each that it makes.
  const consumer = (clientName) => connect({ name: clientName });
  // The typed blPop expects two strings.
  const blpop = (client, key, timeout) => client.sendCommand(['BLPOP', key, String(timeout)]);

  const producer = await connect();
  equal(name('connects'), 'PONG', await producer.ping());
  const info = await producer.sendCommand(['CLIENT', 'INFO']);
  holds(name('is what is spoken'), info.includes(`resp=${version.at(-1)} `), `resp=${version.at(-1)}`, info);
  equal(name('produces'), 1, await producer.rPushX(topics, 'first'));
  equal(name('produces with a key'), 1, await producer.rPushX(`${topics}:key`, 'second'));
  equal(name('produces bytes'), 1, await producer.rPushX(topics, Buffer.from([0, 13, 10, 255])));
  equal(name('has nothing left to store'), 0, await producer.dump('1000'));
  equal(name('produces in a pipeline'), Array(100).fill(1),
    await Promise.all(Array.from({ length: 100 }, (_, i) => producer.rPushX(`${topics}-pipeline`, String(i)))));
  equal(name('counts what is kept'), 100, await producer.lLen(`${topics}-pipeline`));

  const one = await consumer(`${topic}:one`);
  equal(name('is named'), `${topic}:one`, await one.clientGetName());
  equal(name('consumes'), message(topic, 0, 'first'), await blpop(one, topics, 10));
  equal(name('consumes what has a key'), message(topic, 1, 'second'), await blpop(one, topics, 10));
  equal(name('acknowledges'), 1, await one.rPush('acks', `${topic}:0:0`));
  equal(name('acknowledges several'), 2, await one.rPush('acks', [`${topic}:0:0`, `${topic}:0:1`]));
  const bytes = message(topic, 2, Buffer.from([0, 13, 10, 255])).map((v) => (typeof v === 'string' ? Buffer.from(v) : v));
  const inBytes = one.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  equal(name('consumes bytes'), bytes, await blpop(inBytes, topics, 10));
  // The server ends the connection; the client makes a new one with the same name.
  const ready = new Promise((resolve) => one.once('ready', resolve));
  equal(name('has its connection killed'), 1, await producer.sendCommand(['CLIENT', 'KILL', 'ID', String(await one.clientId())]));
  await ready;
  equal(name('continues after what it acknowledged, on a new connection'), bytes, await blpop(inBytes, topics, 10));
  await rejects(name('a name is taken while its owner lives'), 'SimpleError', `CONS id ${topic}:one is already taken`,
    producer.sendCommand(['CLIENT', 'SETNAME', `${topic}:one`]));
  await one.close();

  const waiting = await consumer(`${topic}-waiting:one`);
  await timesOut(name('is told when nothing comes in time'), 1, () => blpop(waiting, `${topics}-waiting`, 1));
  await timesOut(name('waits for parts of a second'), 0.3, () => blpop(waiting, `${topics}-waiting`, 0.3));
  setTimeout(() => producer.rPushX(`${topics}-waiting`, 'late'), 200);
  equal(name('is woken by a message'), message(`${topic}-waiting`, 0, 'late'), await blpop(waiting, `${topics}-waiting`, 10));
  await waiting.close();

  await rejects(name('sees PROD errors'), 'SimpleError', "PROD First argument must be in the form of 'topics:<topic>'",
    producer.rPushX('nowhere', 'x'));
  await rejects(name('sees CONS errors'), 'SimpleError', 'CONS Connection not ready. Identify yourself using',
    producer.blPop(topics, 1));
  await rejects(name('sees other errors'), 'SimpleError', "ERR unknown command 'FLUSHALL', with args beginning with:",
    producer.flushAll());
  const keys = await producer.keys('topics:');
  holds(name('lists topics'), keys.includes(topics), topics, keys);
  equal(name('reads the counters'), '0', (await producer.hGetAll('stats'))['producer.delivery.errors']);
  await producer.close();
}

main(async () => {
  await suite('RESP3', {});
  await suite('RESP2', { RESP: 2 });
});
