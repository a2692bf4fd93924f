import { yamlQuote } from './yaml-quote.ts';

export interface Output {
  readonly name: string;
  /** `string`, `integer`, `number`, `boolean`, `object`, or one of these after `array:`. */
  readonly field_type: string;
  readonly required: boolean;
  readonly description?: string | undefined;
}

export interface NewStep {
  readonly name: string;
  readonly description?: string | undefined;
  /** `<namespace>.<name>` when absent. */
  readonly handler?: string | undefined;
  readonly depends_on: readonly string[];
  readonly outputs: readonly Output[];
}

export interface NewTemplate {
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly description?: string | undefined;
  readonly steps: readonly NewStep[];
}

/** Writes a template as YAML text. Texts are quoted wherever another reading is possible. */
export const writeTemplate = ({ name, namespace, version, description, steps }: NewTemplate): string =>
  [
    `name: ${yamlQuote(name)}`,
    `namespace_name: ${yamlQuote(namespace)}`,
    `version: "${version}"`,
    ...textLine({ key: 'description', text: description, indent: '' }),
    'steps:',
    ...steps.flatMap((step) => stepLines({ step, namespace })),
    '',
  ].join('\n');

const stepLines = ({ step, namespace }: { step: NewStep; namespace: string }): readonly string[] => [
  `  - name: ${yamlQuote(step.name)}`,
  ...textLine({ key: 'description', text: step.description, indent: '    ' }),
  '    handler:',
  `      callable: ${yamlQuote(step.handler ?? `${namespace}.${step.name}`)}`,
  ...(step.depends_on.length === 0
    ? []
    : ['    dependencies:', ...[...new Set(step.depends_on)].map((dependency) => `      - ${yamlQuote(dependency)}`)]),
  ...(step.outputs.length === 0 ? [] : schemaLines(step.outputs)),
];

const schemaLines = (outputs: readonly Output[]): readonly string[] => {
  const required = outputs.filter((output) => output.required);
  return [
    '    result_schema:',
    '      type: object',
    ...(required.length === 0 ? [] : ['      required:', ...required.map(({ name }) => `        - ${yamlQuote(name)}`)]),
    '      properties:',
    ...outputs.flatMap((output) => [
      `        ${yamlQuote(output.name)}:`,
      ...typeLines({ type: output.field_type, indent: '          ' }),
      ...textLine({ key: 'description', text: output.description, indent: '          ' }),
    ]),
  ];
};

const typeLines = ({ type, indent }: { type: string; indent: string }): readonly string[] =>
  type.startsWith('array:')
    ? [`${indent}type: array`, `${indent}items:`, ...typeLines({ type: type.slice('array:'.length), indent: `${indent}  ` })]
    : [`${indent}type: ${type}`];

const textLine = ({ key, text, indent }: { key: string; text: string | undefined; indent: string }): readonly string[] =>
  text === undefined ? [] : [`${indent}${key}: ${yamlQuote(text)}`];
