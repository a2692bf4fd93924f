import { createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { listen, startNet } from '../../src/net/test/start-net.ts';

const serving = (answer: (socket: Socket) => void): Promise<number> =>
  listen(
    createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => answer(socket));
    }),
  );
/** Writes the same again for as long as somebody listens. */
const forever = ({ socket, first = '', text }: { socket: Socket; first?: string; text: string }): void => {
  socket.write(first);
  const timer = setInterval(() => socket.write(text), 20);
  socket.once('close', () => clearInterval(timer));
};

describe('http_check of a server that means harm', () => {
  it.each<[string, string, (socket: Socket) => void]>([
    ['sends its headers drop by drop', 'TIMEOUT', (socket) => forever({ socket, first: 'HTTP/1.1 200 OK\r\nx: ', text: 'x' })],
    ['answers that it will answer', 'TIMEOUT', (socket) => forever({ socket, text: 'HTTP/1.1 100 Continue\r\n\r\n' })],
    [
      'has two lengths',
      'HPE_UNEXPECTED_CONTENT_LENGTH',
      (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx'),
    ],
  ])('ends when it %s', async (_how, reason, answer) => {
    const port = await serving(answer);
    const { callTool } = await startNet({ targets: ['127.0.0.1'] });
    const timeout_s = reason === 'TIMEOUT' ? 3 : 20;
    expect(await callTool('http_check', { url: `http://127.0.0.1:${port}/`, timeout_s })).toMatchObject({
      ok: false,
      steps: [{ status: null, failure: { phase: 'request', reason } }],
    });
  });

  it.each([
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]:80/',
    'http://0xa9fea9fe/',
    '//2852039166/',
    'http://127.1:1/',
    'http://127.0.0.1:1\\@evil.example/',
  ])('goes nowhere when it redirects to %s', async (location) => {
    const port = await serving((socket) =>
      socket.end(`HTTP/1.1 302 Found\r\nlocation: ${location}\r\ncontent-length: 0\r\n\r\n`),
    );
    const { callTool } = await startNet({ targets: [`127.0.0.1:${port}`] });
    const answer = await callTool('http_check', { url: `http://127.0.0.1:${port}/` });
    expect(answer).toMatchObject({
      ok: false,
      steps: [{ status: 302 }],
      problems: [expect.stringContaining('was not followed'), 'The status is 302, not 2xx.'],
    });
  });
});
