import { chmod, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { LineclearError } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../test/temp-folder.ts';
import { runProgram } from '../process/run-program.ts';
import { confine } from '../files/confinement.ts';
import { createLocateTarget } from '../files/target.ts';
import { harmfulFragments, lines } from '../../test/generated-lines.ts';
import { createJudgeLine } from './judge-line.ts';
import { createParseLine } from './parse-line.ts';
import { readCommands } from './read-commands.ts';
import { createRunLine } from './run-line.ts';

// Each stub writes its name and arguments down, in one write, and fails when its name says so.
const stub = (log: string): string =>
  `#!/bin/sh\nprintf '%s\\037' "\${0##*/}" "$@" '\u001e' >> '${log}'\ncase $0 in *no) exit 1 ;; esac\n`;
const allowed = ['yes', 'no', 'say', 'echo', 'printf', 'test', 'true', 'false', ':', 'pwd'];
const programs = ['yes', 'no', 'say', 'pwn', 'touch', 'sudo'];

const openLab = async () => {
  const root = await tempFolder();
  const logFolder = await tempFolder();
  const log = join(logFolder, 'log');
  const stubs = await tempFolder(Object.fromEntries(programs.map((name) => [name, stub(log)])));
  for (const name of programs) await chmod(join(stubs, name), 0o755);
  const confinement = await confine({ roots: [root], protectedPaths: [] });
  const env = { PATH: stubs, HOME: root };
  const rules = { confinement, searchFolders: [stubs], allowed, env };
  const judge = createJudgeLine({ rules, parse: createParseLine(), locateTarget: createLocateTarget(confinement) });
  const runLine = createRunLine({ judge, run: runProgram, env });
  /** What ran and which files appeared, or `undefined` for a line that is refused. */
  const attempt = async (line: string) => {
    await writeFile(log, '');
    const judged = await judge({ line, path: '.' }).catch((error: unknown) => {
      if (LineclearError.is(error) && error.effect === 'none') return undefined;
      throw error;
    });
    if (judged === undefined) return undefined;
    const { signal } = new AbortController();
    const result = await runLine({ line, path: '.', timeoutMs: 1_000, guard: judged.guard, signal });
    const ran = (await readFile(log, 'utf8'))
      .split('\u001f\u001e\u001f')
      .slice(0, -1)
      .map((record) => record.split('\u001f'));
    const files = await readdir(root);
    for (const file of files) await rm(join(root, file), { recursive: true });
    return { judged, result, ran, files };
  };
  return { attempt };
};

/** Fails unless everything that ran, and every file that appeared, is something that the judge listed. */
const checkAll = ({
  line,
  outcome,
}: {
  line: string;
  outcome: NonNullable<Awaited<ReturnType<Awaited<ReturnType<typeof openLab>>['attempt']>>>;
}) => {
  const { judged, ran, files } = outcome;
  const listed = readCommands(line).commands;
  expect(judged.commands).toHaveLength(listed.length);
  for (const [name = '', ...args] of ran) {
    const candidates = listed.filter((command) => command.name?.value === name);
    const fits = candidates.some((command) =>
      command.args.some(({ value }) => value === undefined)
        ? true
        : command.args.map(({ value }) => value).join('\u001f') === args.join('\u001f'),
    );
    expect(fits, `${JSON.stringify(line)} ran ${name} ${JSON.stringify(args)}`).toBe(true);
  }
  const writes = judged.reasons.join('\n');
  for (const file of files) expect(writes, `${JSON.stringify(line)} wrote ${file}`).toContain(`it writes the file "${file}"`);
};

describe('what bash runs', () => {
  const timeoutMs = 120_000;
  const check = async ({ source, runs }: { source: fc.Arbitrary<string>; runs: number }) => {
    const { attempt } = await openLab();
    const counts = { accepted: 0, ran: 0 };
    const property = fc.asyncProperty(source, async (line) => {
      const outcome = await attempt(line);
      if (outcome === undefined) return;
      counts.accepted += 1;
      counts.ran += outcome.ran.length;
      checkAll({ line, outcome });
    });
    await fc.assert(property, { numRuns: runs });
    return counts;
  };

  it('is what the judge listed, for lines of the judged grammar', { timeout: timeoutMs }, async () => {
    const { accepted, ran } = await check({ source: lines, runs: 120 });
    expect(accepted).toBeGreaterThan(80);
    expect(ran).toBeGreaterThan(75);
  });

  it('is what the judge listed, for such lines with something harmful put in anywhere', { timeout: timeoutMs }, async () => {
    const source = fc
      .tuple(lines, fc.nat(), fc.array(fc.constantFrom(...harmfulFragments), { minLength: 1, maxLength: 3 }))
      .map(([line, place, fragments]) => {
        const at = place % (line.length + 1);
        return line.slice(0, at) + fragments.join('') + line.slice(at);
      });
    expect((await check({ source, runs: 400 })).accepted).toBeGreaterThan(20);
  });

  it('is what the judge listed, for any soup of fragments', { timeout: timeoutMs }, async () => {
    const source = fc.array(fc.constantFrom('yes', 'no', 'say', ' ', ' ', '\n', ...harmfulFragments), {
      minLength: 1,
      maxLength: 6,
    });
    // Fewer than one of a hundred such lines is accepted: of 600 there were sometimes none at all.
    expect((await check({ source: source.map((parts) => parts.join('')), runs: 4_000 })).accepted).toBeGreaterThan(10);
  });
});
