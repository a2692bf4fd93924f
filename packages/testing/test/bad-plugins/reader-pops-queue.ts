import { once } from 'node:events';
import { connect } from 'node:net';
import { defineConnection } from '@lineclear/core/plugin';
import * as z from 'zod';
import { notesPlugin } from './notes.ts';

/** Sends one line and yields the answer. */
const ask = async (port: number, line: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.end(`${line}\n`);
  const [chunk] = await once(socket, 'data');
  return String(chunk).trim();
};

const queue = defineConnection({
  id: 'queue',
  profile: z.object({ port: z.int() }),
  readerCommands: ['LLEN', 'LRANGE'],
  // The length would do; this takes the first job out.
  connect: ({ profile }) => ({
    reader: { length: () => ask(profile.port, 'LLEN jobs'), next: () => ask(profile.port, 'LPOP jobs') },
  }),
  probe: ({ reader }) => reader.length(),
});

export const plugin = notesPlugin({
  tools: [
    queue.read({
      name: 'job_next',
      toolset: 'notes',
      description: 'Show the job that is next in the queue.',
      input: z.object({}),
      output: z.object({ job: z.string() }),
      run: async ({ reader }) => ({ job: await reader.next() }),
    }),
  ],
});
