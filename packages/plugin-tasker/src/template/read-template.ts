import { limits } from './limits.ts';
import type { Finding, Step, Template } from './model.ts';
import { readStep } from './read-step.ts';
import { missingField, wrongKind } from './shape-findings.ts';
import { tooLarge } from './yaml-errors.ts';
import type { YamlMap, YamlValue } from './yaml-value.ts';
import { asText, textAt, valueAt } from './yaml-value.ts';

/** A template as far as it can be read, and what is wrong with its shape. */
export interface ReadTemplate {
  readonly template: Template;
  readonly findings: readonly Finding[];
}

/** Reads a template out of a parsed document. Throws only when there are too many steps; everything else is a finding. */
export const readTemplate = (root: YamlValue): ReadTemplate => {
  if (root.kind !== 'map')
    return { template: nothing, findings: [wrongKind({ what: 'The template', wanted: 'a map', line: root.line })] };
  const { steps, findings } = readSteps(root);
  return {
    template: {
      name: textAt(root, 'name') ?? '',
      namespace: textAt(root, 'namespace_name') ?? '',
      version: textAt(root, 'version') ?? '',
      description: textAt(root, 'description'),
      inputSchema: valueAt(root, 'input_schema'),
      steps,
    },
    findings: [...['name', 'namespace_name', 'version'].flatMap((key) => textFindings(root, key)), ...findings],
  };
};

const nothing: Template = { name: '', namespace: '', version: '', description: undefined, inputSchema: undefined, steps: [] };

const textFindings = (root: YamlMap, key: string): readonly Finding[] => {
  const value = valueAt(root, key);
  if (value === undefined || asText(value) === '') return [missingField({ what: 'The template', key, line: root.line })];
  // A version such as 1.0 is a number in YAML, which the server refuses.
  return asText(value) === undefined
    ? [wrongKind({ what: `"${key}"`, wanted: 'text (put it in quotes)', line: value.line })]
    : [];
};

const readSteps = (root: YamlMap): { steps: readonly Step[]; findings: readonly Finding[] } => {
  const list = valueAt(root, 'steps');
  if (list === undefined) return { steps: [], findings: [missingField({ what: 'The template', key: 'steps', line: root.line })] };
  if (list.kind !== 'list') return { steps: [], findings: [wrongKind({ what: '"steps"', wanted: 'a list', line: list.line })] };
  if (list.items.length > limits.steps) throw tooLarge('steps');
  if (list.items.length === 0)
    return { steps: [], findings: [missingField({ what: '"steps"', key: 'a first step', line: list.line })] };
  const read = list.items.map(readStep);
  return {
    steps: read.flatMap(({ step }) => (step === undefined ? [] : [step])),
    findings: read.flatMap(({ findings }) => findings),
  };
};
