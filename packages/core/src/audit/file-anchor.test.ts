import { appendFile, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newFolder } from '../../test/store/fixtures.ts';
import type { Head } from '../store/event.ts';
import { fileAnchor } from './file-anchor.ts';

const head = (seq: number): Head => ({ seq, hash: seq.toString(16).padStart(64, '0') });

const newAnchor = async () => {
  const path = join(await newFolder(), 'anchor.jsonl');
  return { path, anchor: fileAnchor(path) };
};

describe('a file anchor', () => {
  test('has nothing before the first head', async () => {
    const { anchor } = await newAnchor();
    expect(await anchor.read()).toBeUndefined();
    expect(await all(anchor)).toEqual([]);
  });

  test('appends heads as lines to a file that is closed to others', async () => {
    const { path, anchor } = await newAnchor();
    await anchor.write(head(1));
    await anchor.write(head(7));
    const lines = (await readFile(path, 'utf8')).split('\n');
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[1] ?? '')).toEqual({ ...head(7), time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await all(anchor)).toEqual([head(1), head(7)]);
  });

  test('reads the greatest seq, wherever it stands', async () => {
    const { anchor } = await newAnchor();
    for (const seq of [1, 9, 4]) await anchor.write(head(seq));
    expect(await anchor.read()).toEqual(head(9));
  });

  test('passes over a line that a crash cut off, and writes after it', async () => {
    const { path, anchor } = await newAnchor();
    await anchor.write(head(1));
    await appendFile(path, '{"seq":2,"hash":"00');
    expect(await anchor.read()).toEqual(head(1));
    await anchor.write(head(3));
    expect(await all(anchor)).toEqual([head(1), head(3)]);
  });

  test('passes over lines that are not heads', async () => {
    const { path, anchor } = await newAnchor();
    await appendFile(path, 'noise\n\n{"seq":"9"}\n{"seq":9,"hash":"short"}\n[]\n');
    await anchor.write(head(2));
    expect(await all(anchor)).toEqual([head(2)]);
  });

  test('keeps every head of writers that meet', async () => {
    const { anchor } = await newAnchor();
    const seqs = Array.from({ length: 60 }, (_, index) => index + 1);
    await Promise.all(seqs.map((seq) => anchor.write(head(seq))));
    expect((await all(anchor)).map(({ seq }) => seq).sort((left, right) => left - right)).toEqual(seqs);
  });

  test('says so when it cannot be read', async () => {
    const { path, anchor } = await newAnchor();
    await mkdir(path);
    await expect(anchor.read()).rejects.toMatchObject({ code: 'audit_unavailable', hint: expect.stringContaining(path) });
    await expect(anchor.write(head(1))).rejects.toThrow('EISDIR');
  });
});

const all = async (anchor: ReturnType<typeof fileAnchor>): Promise<readonly Head[]> => {
  const heads: Head[] = [];
  for await (const entry of anchor.heads?.() ?? []) heads.push(entry);
  return heads;
};
