'use strict';

// A full node on its own regtest chain, in memory. Prints one line of JSON once it answers RPC and
// leaves when its standard input ends, so that it never outlives the process that started it.
// Arguments: the RPC port (0: any free one) and the number of blocks to begin with.

const net = require('net');
const FullNode = require('bcoin/lib/node/fullnode');
const Address = require('bcoin/lib/primitives/address');

const HOST = '127.0.0.1';
const THROWAWAY = Address.fromScripthash(Buffer.alloc(20, 1));

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const port = server.address().port;
      server.close(() => resolve(port));
    });
  });
}

async function mine(node, count) {
  for (let i = 0; i < count; i++) {
    const job = await node.miner.cpu.createJob(node.chain.tip, THROWAWAY);
    await node.chain.add(await job.mineAsync());
  }
}

async function main() {
  const [port, blocks] = process.argv.slice(-2).map(Number);
  const httpPort = port || await freePort();
  const node = new FullNode({
    network: 'regtest',
    memory: true,
    workers: false,
    listen: false,
    noAuth: true,
    httpHost: HOST,
    httpPort,
  });
  await node.ensure();
  await node.open();
  await mine(node, blocks);
  console.log(JSON.stringify({port: httpPort, height: node.chain.height}));
}

process.stdin.resume();
process.stdin.on('close', () => process.exit(0));
main().catch((error) => {
  console.error(error.stack);
  process.exit(1);
});
