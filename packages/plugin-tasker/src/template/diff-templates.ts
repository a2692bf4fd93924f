import { diffFields } from './diff-fields.ts';
import type { Step, Template } from './model.ts';
import { schemaFields } from './schema-fields.ts';
import type { SchemaFinding } from './schema-findings.ts';

export interface StepDiff {
  readonly step_name: string;
  readonly status: 'added' | 'removed' | 'modified' | 'unchanged';
  readonly findings: readonly SchemaFinding[];
}

/** What changed in the results of the steps between two versions of a template: first the old steps, then the new ones. */
export const diffTemplates = ({ before, after }: { before: Template; after: Template }): readonly StepDiff[] => {
  const earlier = new Map(before.steps.map((step) => [step.name, step]));
  const later = new Map(after.steps.map((step) => [step.name, step]));
  return [
    ...[...earlier.values()].map((step) => diffStep({ before: step, after: later.get(step.name) })),
    ...[...later.values()].filter(({ name }) => !earlier.has(name)).map(addedStep),
  ];
};

const addedStep = ({ name }: Step): StepDiff => ({
  step_name: name,
  status: 'added',
  findings: [{ code: 'STEP_ADDED', breaking: false, field_path: '', message: 'This step is new.' }],
});

const diffStep = ({ before, after }: { before: Step; after: Step | undefined }): StepDiff => {
  if (after === undefined) {
    const message = 'This step is gone; steps that read its result fail.';
    return {
      step_name: before.name,
      status: 'removed',
      findings: [{ code: 'STEP_REMOVED', breaking: true, field_path: '', message }],
    };
  }
  const findings = diffSchemas({ before, after });
  return { step_name: before.name, status: findings.length === 0 ? 'unchanged' : 'modified', findings };
};

const diffSchemas = ({ before, after }: { before: Step; after: Step }): readonly SchemaFinding[] => {
  if (before.resultSchema === undefined && after.resultSchema === undefined) return [];
  if (before.resultSchema === undefined) {
    return [{ code: 'SCHEMA_ADDED', breaking: false, field_path: '', message: 'The step now says what it yields.' }];
  }
  if (after.resultSchema === undefined) {
    return [{ code: 'SCHEMA_REMOVED', breaking: true, field_path: '', message: 'The step no longer says what it yields.' }];
  }
  return diffFields({ before: schemaFields(before.resultSchema), after: schemaFields(after.resultSchema) });
};
