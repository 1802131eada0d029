// The examples of docs/clients.md in Python and for Node.js, as they stand there but for ports and topic.
// Usage: snippets.js <Redis port> <gRPC port>
'use strict';
const { spawn } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const checks = require('./checks.js');

const [redisPort, grpcPort] = process.argv.slice(2);
const WORK = path.join('target', 'clients');
const DOCUMENT = readFileSync(path.join('docs', 'clients.md'), 'utf8');

function example(language, topic) {
  const found = DOCUMENT.match(new RegExp('```' + language + '\n(.*?)```', 's'));
  if (!found) throw new Error(`docs/clients.md has no example in ${language}`);
  return found[1]
    .replaceAll('localhost:9999', `localhost:${grpcPort}`)
    .replaceAll('port=6380', `port=${redisPort}`)
    .replaceAll("'orders'", `'${topic}'`)
    .replaceAll('topics:orders', `topics:${topic}`);
}

// Runs until it ends or has printed a line, and returns what it printed.
function printed(command, file, language, topic) {
  const script = path.join(WORK, file);
  writeFileSync(script, example(language, topic));
  const child = spawn(command, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let text = '';
    child.on('error', reject);
    child.on('close', () => resolve(text));
    child.stdout.on('data', (data) => {
      text += data;
      if (text.endsWith('\n')) child.kill();
    });
  });
}

checks.main(async () => {
  checks.equal('docs/clients.md: Python over the Redis protocol', '0 two coffees\n',
    await printed('/usr/bin/python3', 'snippet.py', 'python', 'snippets-python'));
  checks.equal('docs/clients.md: Node.js over gRPC', '0 customer-7 two coffees\n',
    await printed('node', 'snippet.mjs', 'js', 'snippets-node'));
});
