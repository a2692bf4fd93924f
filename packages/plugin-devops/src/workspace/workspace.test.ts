import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../test/temp-folder.ts';
import { runProgram } from '../process/run-program.ts';
import { openWorkspace } from './workspace.ts';

const open = async ({ roots }: { roots: readonly string[] }) =>
  openWorkspace({
    roots,
    protectedPaths: [],
    allowedPrograms: [],
    maxFileBytes: 1 << 20,
    env: { PATH: process.env['PATH'] ?? '' },
    run: runProgram,
  });

describe('openWorkspace', () => {
  it('is healthy while its roots are there', async () => {
    const root = await tempFolder();
    const { reader } = await open({ roots: [root] });
    expect(await reader.health()).toEqual({ roots: [root] });
    await rm(root, { recursive: true });
    await expect(reader.health()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('starts nothing when the program is not the one that was previewed', async () => {
    const { reader, writer } = await open({ roots: [await tempFolder()] });
    const argv = [process.execPath, '-e', '1'];
    const { guard } = await reader.judgeProcess({ argv, path: '.' });
    const request = { argv, path: '.', stdin: undefined, timeoutMs: 1_000, signal: new AbortController().signal };
    for (const other of [{ program: 'another' }, { folder: '/another' }, { files: ['another'] }, { reasons: [] }]) {
      await expect(writer.runProcess({ ...request, guard: { ...guard, ...other } })).rejects.toMatchObject({
        code: 'conflict',
        effect: 'none',
        details: { reason: 'program_changed' },
      });
    }
  });

  it('gives readers nothing that changes anything', async () => {
    const { reader } = await open({ roots: [await tempFolder()] });
    const verbs = [...Object.keys(reader), ...Object.keys(reader.git), ...Object.keys(reader.search)];
    expect(verbs.filter((verb) => /^(run|replace|write|move|remove|delete|commit)/.test(verb))).toEqual([]);
  });
});
