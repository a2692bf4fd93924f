import { checkFieldNames } from './check-field-names.ts';
import type { Dependency, Finding, Step, StepType } from './model.ts';
import { stepTypes } from './model.ts';
import { missingField, wrongKind } from './shape-findings.ts';
import type { YamlMap, YamlValue } from './yaml-value.ts';
import { asText, itemsAt, textAt, valueAt } from './yaml-value.ts';

/** Reads one item of `steps`. Without a name there is no step, because nothing can refer to it. */
export const readStep = (value: YamlValue): { step: Step | undefined; findings: readonly Finding[] } => {
  if (value.kind !== 'map')
    return { step: undefined, findings: [wrongKind({ what: 'A step', wanted: 'a map', line: value.line })] };
  const name = textAt(value, 'name');
  if (name === undefined || name === '') {
    return { step: undefined, findings: [missingField({ what: 'A step', key: 'name (as text)', line: value.line })] };
  }
  const type = readType({ value, name });
  const dependencies = readDependencies({ value, name });
  return {
    step: {
      name,
      line: value.line,
      description: textAt(value, 'description'),
      type: type.type,
      callable: textAt(valueAt(value, 'handler'), 'callable') ?? '',
      method: textAt(valueAt(value, 'handler'), 'method'),
      dependencies: dependencies.dependencies,
      resultSchema: valueAt(value, 'result_schema'),
      inputSchema: valueAt(value, 'input_schema'),
      workerTemplate: readWorkerTemplate(value),
    },
    findings: [...type.findings, ...dependencies.findings, ...checkFieldNames({ value, name })],
  };
};

interface NamedStep {
  readonly value: YamlMap;
  readonly name: string;
}

const readType = ({ value, name }: NamedStep): { type: StepType; findings: readonly Finding[] } => {
  const written = valueAt(value, 'type') ?? valueAt(value, 'step_type');
  if (written === undefined) return { type: 'standard', findings: [] };
  const type = stepTypes.find((known) => known === asText(written));
  if (type !== undefined) return { type, findings: [] };
  const unknown: Finding = {
    code: 'UNKNOWN_STEP_TYPE',
    severity: 'error',
    message: `The type of step "${name}" is none that the server knows.`,
    hint: `Use one of ${stepTypes.join(', ')}, or leave type out.`,
    step: name,
    line: written.line,
  };
  return { type: 'standard', findings: [unknown] };
};

// The server takes `depends_on` for `dependencies`, and refuses a step that has both.
const readDependencies = ({ value, name }: NamedStep): { dependencies: readonly Dependency[]; findings: readonly Finding[] } => {
  const findings: Finding[] = [];
  const dependencies = new Map<string, Dependency>();
  const alias = value.entries.get('depends_on');
  if (alias !== undefined && value.entries.has('dependencies')) {
    findings.push(bothNames({ name, line: alias.line }));
  }
  for (const key of ['dependencies', 'depends_on']) {
    const list = valueAt(value, key);
    if (list !== undefined && list.kind !== 'list') {
      findings.push(wrongKind({ what: `"${key}" of step "${name}"`, wanted: 'a list', line: list.line, step: name }));
    }
    for (const item of itemsAt(value, key)) {
      const text = asText(item);
      if (text === undefined) {
        findings.push(
          wrongKind({ what: `A dependency of step "${name}"`, wanted: 'the name of a step', line: item.line, step: name }),
        );
      } else if (!dependencies.has(text)) dependencies.set(text, { name: text, line: item.line });
    }
  }
  return { dependencies: [...dependencies.values()], findings };
};

const bothNames = ({ name, line }: { name: string; line: number }): Finding => ({
  code: 'INVALID_FIELD',
  severity: 'error',
  message: `Step "${name}" has both dependencies and depends_on, which mean the same.`,
  hint: 'Put all names under dependencies and remove depends_on.',
  step: name,
  line,
});

const readWorkerTemplate = (value: YamlMap): Dependency | undefined => {
  const written = valueAt(valueAt(value, 'batch_config'), 'worker_template');
  const name = asText(written);
  return written === undefined || name === undefined ? undefined : { name, line: written.line };
};
