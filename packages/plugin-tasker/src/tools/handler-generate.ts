import { LineclearError, read } from '@lineclear/core/plugin';
import * as z from 'zod';
import { languages } from '../handlers/languages.ts';
import { findStep, loadTemplate } from '../template/load-template.ts';
import type { Step } from '../template/model.ts';
import { oneLine } from '../text/safe-text.ts';
import { templateSource, templateText } from '../template/template-source.ts';

export const handlerGenerate = read({
  name: 'handler_generate',
  title: 'Generate handlers',
  toolset: 'templates',
  description:
    'Write step handlers, types and tests for a task template; nothing is saved. Use template_generate for the template.',
  input: z.strictObject({
    ...templateSource,
    language: z.enum(languages).describe('Of the worker.'),
    step_filter: z.string().optional().describe('Only this step, such as "charge_card".'),
    scaffold: z.boolean().default(true).describe('Let handlers and tests import the types.'),
  }),
  output: z.object({
    language: z.enum(languages),
    types: z.string(),
    handlers: z.string(),
    tests: z.string(),
    handler_registry: z.string().optional().describe('Only for rust.'),
    warnings: z.array(z.string()),
    file_names: z
      .object({ types: z.string(), handlers: z.string(), tests: z.string(), handler_registry: z.string().optional() })
      .describe('Names under which the texts refer to one another, in one folder.'),
  }),
  run: async ({ input, call }) => {
    const { language, scaffold, step_filter } = input;
    const text = await templateText({ yaml: input.template_yaml, path: input.template_path, call });
    const template = await loadTemplate(text);
    const steps = step_filter === undefined ? template.steps : [findStep({ template, name: step_filter })];
    const { generateCode } = await import('../handlers/generate-code.ts');
    const { code, fileNames } = generateCode({ language, template, steps, scaffold });
    const characters = JSON.stringify(code).length;
    if (characters > mostCharacters) throw tooMuchCode({ characters, steps: steps.length });
    return { language, ...code, warnings: [...sharedCallables(steps), ...ownMethods(steps)], file_names: fileNames };
  },
});

const sharedCallables = (steps: readonly Step[]): readonly string[] =>
  [...Map.groupBy(steps, ({ callable }) => callable).values()]
    .filter((sharing) => sharing.length > 1 && sharing[0]?.callable.trim() !== '')
    .map((sharing) => {
      const names = sharing.slice(0, 10).map(({ name }) => oneLine({ text: name }));
      const more = sharing.length > names.length ? ` and ${sharing.length - names.length} more` : '';
      return `The steps ${names.join(', ')}${more} share one callable; a worker uses one of their handlers for all of them.`;
    });

const ownMethods = (steps: readonly Step[]): readonly string[] =>
  steps
    .filter(({ method }) => method !== undefined && method !== 'call')
    .slice(0, 20)
    .map(
      ({ name }) =>
        `Step ${oneLine({ text: name })} calls a method of its handler that the generated one does not have; write a class for it.`,
    );

// A longer answer would be cut, and half a file is no code.
const mostCharacters = 90_000;

const tooMuchCode = ({ characters, steps }: { characters: number; steps: number }): LineclearError =>
  new LineclearError(
    'invalid_input',
    `The code for ${steps} steps has ${characters} characters, and one answer has room for ${mostCharacters}.`,
    {
      hint: 'Generate one step at a time with step_filter.',
      details: { reason: 'too_large', what: 'code' },
    },
  );
