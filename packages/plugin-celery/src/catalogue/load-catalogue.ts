import { readFile } from 'node:fs/promises';
import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { catalogueFile, toTaskType } from './catalogue-file.ts';
import { paramsChecker } from './check-params.ts';
import type { Catalogue } from './task-type.ts';

/** Reads a catalogue of task types. Throws `not_configured` that names the file, and the places in it that are wrong. */
export const loadCatalogue = async ({ path }: { path: string }): Promise<Catalogue> => {
  const content = await parseYaml({ path, text: await textOf(path) });
  const file = catalogueFile.safeParse(content);
  if (!file.success) throw wrong({ path, problem: z.prettifyError(file.error) });
  const types = Object.entries(file.data.task_types).map(([id, entry]) => toTaskType({ id, entry }));
  return { types: new Map(types.map((type) => [type.id, type])), checkParams: paramsChecker() };
};

const textOf = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw wrong({ path, problem: 'It cannot be read.', cause });
  }
};

const parseYaml = async ({ path, text }: { path: string; text: string }): Promise<unknown> => {
  const { parse } = await import('yaml');
  try {
    return parse(text);
  } catch (cause) {
    throw wrong({ path, problem: cause instanceof Error ? cause.message : 'It is not YAML.', cause });
  }
};

const wrong = ({ path, problem, cause }: { path: string; problem: string; cause?: unknown }): LineclearError =>
  new LineclearError('not_configured', `The catalogue of task types cannot be used: ${problem}`, {
    hint: `Correct ${path} and start the server again.`,
    details: { reason: 'catalogue', file: path },
    cause,
  });
