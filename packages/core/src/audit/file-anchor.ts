import { createReadStream } from 'node:fs';
import * as z from 'zod';
import { LineclearError } from '../plugin/errors.ts';
import type { Head } from '../store/event.ts';
import { appendText } from './append-text.ts';
import type { Anchor } from './types.ts';

/**
 * Keeps heads as lines `{"seq","hash","time"}` at the end of a file (0600), each synced to the disk. Several processes may share one.
 * It proves something only where whoever can edit the store cannot edit this file: on another volume, or append-only (`chattr +a`).
 */
export const fileAnchor = (path: string): Anchor => ({
  location: path,
  write: async ({ seq, hash }) => {
    const line = JSON.stringify({ seq, hash, time: new Date().toISOString() });
    await appendText({ path, text: `${line}\n`, isDurable: true });
  },
  read: async () => {
    let newest: Head | undefined;
    for await (const head of readHeads(path)) if (newest === undefined || head.seq > newest.seq) newest = head;
    return newest;
  },
  heads: () => readHeads(path),
});

const readHeads = async function* (path: string): AsyncGenerator<Head> {
  for await (const line of readLines(path)) {
    const head = parseLine(line);
    if (head !== undefined) yield head;
  }
};

const readLines = async function* (path: string): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of createReadStream(path, 'utf8')) {
      const lines = `${rest}${String(chunk)}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw new LineclearError('audit_unavailable', `The anchor ${path} cannot be read.`, {
      hint: `Make ${path} readable for this user.`,
      details: { reason: 'anchor', file: path },
      cause: error,
    });
  }
  yield rest;
};

/** A line that a crash cut off says nothing. */
const parseLine = (line: string): Head | undefined => {
  try {
    const { seq, hash } = anchorLine.parse(JSON.parse(line));
    return { seq, hash };
  } catch {
    return undefined;
  }
};

const anchorLine = z.object({ seq: z.int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/) });
