import { LineclearError } from '@lineclear/core/plugin';
import type { Step, Template } from './model.ts';
import { parseYaml } from './parse-yaml.ts';
import { readTemplate } from './read-template.ts';

/** Reads a template that other work is built on, or throws `invalid_input` with what is wrong with its shape. */
export const loadTemplate = async (text: string): Promise<Template> => {
  const { template, findings } = readTemplate(await parseYaml(text));
  const errors = findings.filter(({ severity, code }) => severity === 'error' && code !== 'UNKNOWN_STEP_TYPE');
  const [first] = errors;
  if (first === undefined) return template;
  throw new LineclearError('invalid_input', `This is not a task template: ${first.message}`, {
    hint: 'Call template_validate for all findings with their lines.',
    details: {
      reason: 'not_a_template',
      problems: errors.slice(0, 20).map(({ message, line }) => ({ message, line })),
      more: Math.max(errors.length - 20, 0),
    },
  });
};

/** The step of that name, or throws `not_found` with the names there are. */
export const findStep = ({ template, name }: { template: Template; name: string }): Step => {
  const step = template.steps.find((candidate) => candidate.name === name);
  if (step === undefined) throw stepNotFound({ name, known: template.steps.map((candidate) => candidate.name) });
  return step;
};

export const stepNotFound = ({ name, known }: { name: string; known: readonly string[] }): LineclearError =>
  new LineclearError('not_found', `The template has no step "${name.slice(0, 100)}".`, {
    hint: 'Use one of details.steps.',
    details: { reason: 'step_not_found', steps: known.slice(0, 100), more: Math.max(known.length - 100, 0) },
  });
