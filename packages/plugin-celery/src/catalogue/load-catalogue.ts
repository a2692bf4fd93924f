import { open } from 'node:fs/promises';
import { LineclearError } from '@lineclear/core/plugin';
import type * as z from 'zod';
import { catalogueFile, toTaskType } from './catalogue-file.ts';
import { paramsChecker } from './check-params.ts';
import { type ParsedFile, parseFile } from './parse-file.ts';
import type { Problem } from './schema-problems.ts';
import type { Catalogue } from './task-type.ts';
import { typeProblems } from './type-problems.ts';

/** Reads a catalogue of task types. Throws `not_configured` that names the file, and the lines in it that are wrong. */
export const loadCatalogue = async ({ path }: { path: string }): Promise<Catalogue> => {
  const parsed = await contentOf(path);
  const file = catalogueFile.safeParse(parsed.content);
  const problems = file.success ? typeProblems(file.data) : file.error.issues.map(toProblem);
  if (!file.success || problems.length > 0) throw wrong({ path, problem: listed({ problems, parsed }) });
  const types = Object.entries(file.data.task_types).map(([id, entry]) => toTaskType({ id, entry }));
  return { types: new Map(types.map((type) => [type.id, type])), checkParams: paramsChecker() };
};

/** Bytes; some thousand task types fit. */
const largestFile = 1 << 20;
const mostProblems = 10;

const contentOf = async (path: string): Promise<ParsedFile> => {
  const text = await textOf(path);
  try {
    return await parseFile(text);
  } catch (cause) {
    throw wrong({ path, problem: cause instanceof Error ? cause.message : 'It is not YAML.', cause });
  }
};

const textOf = async (path: string): Promise<string> => {
  const buffer = Buffer.alloc(largestFile + 1);
  try {
    await using file = await open(path);
    const { bytesRead } = await file.read({ buffer });
    if (bytesRead <= largestFile) return buffer.toString('utf8', 0, bytesRead);
  } catch (cause) {
    throw wrong({ path, problem: 'It cannot be read.', cause });
  }
  throw wrong({ path, problem: 'It is larger than 1 MiB.' });
};

const toProblem = ({ path, message }: z.core.$ZodIssue): Problem => ({ path, text: message });

const listed = ({ problems, parsed }: { problems: readonly Problem[]; parsed: ParsedFile }): string => {
  const lines = problems
    .slice(0, mostProblems)
    .map(({ path, text }) => `line ${parsed.lineOf(path)}, ${path.length === 0 ? 'file' : path.map(String).join('.')}: ${text}`);
  const more = problems.length > mostProblems ? [`and ${problems.length - mostProblems} more`] : [];
  return `${[...lines, ...more].join('; ')}.`;
};

const wrong = ({ path, problem, cause }: { path: string; problem: string; cause?: unknown }): LineclearError =>
  new LineclearError('not_configured', `The catalogue of task types cannot be used: ${problem}`, {
    hint: `Correct ${path} and start the server again.`,
    details: { reason: 'catalogue', file: path },
    cause,
  });
