// Passes every connection on to the port that a file names, as a load balancer would. Started as: node router.mjs <port> <file>
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';

const [, , port, file] = process.argv;
createServer((client) => {
  const target = connect(Number(readFileSync(file, 'utf8')), '127.0.0.1');
  client.pipe(target).pipe(client);
  client.on('error', () => target.destroy());
  target.on('error', () => client.destroy());
}).listen(Number(port), '127.0.0.1');
