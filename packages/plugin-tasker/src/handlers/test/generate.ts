import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadTemplate } from '../../template/load-template.ts';
import type { FileNames } from '../generate-code.ts';
import { generateCode } from '../generate-code.ts';
import type { Language } from '../languages.ts';
import type { GeneratedCode } from '../plan.ts';

export const generate = async ({
  language,
  text,
  scaffold,
}: {
  language: Language;
  text: string;
  scaffold: boolean;
}): Promise<{ code: GeneratedCode; fileNames: FileNames }> => {
  const template = await loadTemplate(text);
  return generateCode({ language, template, steps: template.steps, scaffold });
};

/** Writes generated code under its file names into a folder that is gone after the test. */
export const writeCode = async ({ code, fileNames }: { code: GeneratedCode; fileNames: FileNames }): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-handlers-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { types, handlers, tests, handler_registry } = code;
  await writeFile(join(folder, fileNames.types), types);
  await writeFile(join(folder, fileNames.handlers), handlers);
  await writeFile(join(folder, fileNames.tests), tests);
  if (handler_registry !== undefined && fileNames.handler_registry !== undefined) {
    await writeFile(join(folder, fileNames.handler_registry), handler_registry);
  }
  return folder;
};
