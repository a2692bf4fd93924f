import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { unchangedRefusal } from '../../issues/refusals.ts';
import { repositoryName } from '../../repository-name.ts';
import { lineText, sentTexts } from '../../text/sent-texts.ts';
import { findLabel, type LabelAnswer, labelAnswer, showLabel, shownLabel } from '../label-answer.ts';

export const githubLabelPut = github.write({
  name: 'github_label_put',
  title: 'Create or change a label',
  toolset: 'issues',
  risk: 'reversible',
  description: 'Create or change a label. Use github_issue_update to put it on an issue.',
  input: z.strictObject({
    repo: repositoryName,
    name: lineText('Such as "bug".', 50),
    new_name: lineText('To rename it.', 50).optional(),
    color: z
      .string()
      .refine((text) => /^[0-9a-fA-F]{6}$/.test(text), 'Use six hexadecimal digits.')
      .optional()
      .describe('Such as d73a4a.'),
    description: z
      .string()
      .refine((text) => text.length <= 100, 'At most 100 characters.')
      .optional()
      .describe('One line.'),
  }),
  output: shownLabel,
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, name, ...change } = input;
    const renamed = change.new_name !== undefined && change.new_name.toLowerCase() !== name.toLowerCase();
    const [label, taken, sent] = await Promise.all([
      findLabel({ name, repository, reader, signal }),
      renamed ? findLabel({ name: change.new_name ?? '', repository, reader, signal }) : undefined,
      sentTexts({ texts: { name, ...change }, repository, reader, signal }),
    ]);
    const doing = label === undefined ? 'Create' : 'Change';
    return {
      description: `${doing} the label ${quoted(name)} of ${repository} with ${profile.name}.`,
      guard: { label: label === undefined ? null : showLabel(label), taken: taken?.name ?? null, visibility: sent.visibility },
      ...(label === undefined ? {} : { before: showLabel(label) }),
      details: sent.texts,
      warnings: sent.warnings,
      ...sent.approval,
      ...(label === undefined ? {} : unchangedRefusal({ what: 'The label', isChanged: !has({ label, name, change }) })),
      ...(taken === undefined ? {} : { refusal: isTaken(taken.name) }),
      ...(label === undefined && change.new_name !== undefined ? { refusal: isMissing(name) } : {}),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repo: repository, ...values } = input;
    const label =
      guard.label === null
        ? await writer.send({ method: 'POST', repository, path: '/labels', values, schema: labelAnswer, signal })
        : await writer.send({ method: 'PATCH', repository, path: '/labels/{name}', values, schema: labelAnswer, signal });
    return showLabel(label);
  },
  reconcile: async ({ input, reader, signal }) => {
    const { repo: repository, name, ...change } = input;
    const label = await findLabel({ name: change.new_name ?? name, repository, reader, signal });
    return label !== undefined && has({ label, name, change }) ? { result: showLabel(label) } : 'unknown';
  },
});

interface Change {
  readonly new_name?: string | undefined;
  readonly color?: string | undefined;
  readonly description?: string | undefined;
}

const has = ({ label, name, change }: { label: LabelAnswer; name: string; change: Change }): boolean =>
  label.name === (change.new_name ?? label.name) &&
  label.name.toLowerCase() === (change.new_name ?? name).toLowerCase() &&
  (change.color === undefined || change.color.toLowerCase() === label.color.toLowerCase()) &&
  (change.description === undefined || change.description === (label.description ?? ''));

const isTaken = (name: string): LineclearError =>
  new LineclearError('conflict', `There is a label ${quoted(name)} already.`, {
    hint: 'Choose another name.',
    details: { reason: 'exists' },
  });

const isMissing = (name: string): LineclearError =>
  new LineclearError('not_found', `There is no label ${quoted(name)} to rename.`, {
    hint: 'Leave new_name out to create it, or use github_label_list.',
    details: { reason: 'label' },
  });
