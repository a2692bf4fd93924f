import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { issueAnswer } from '../../issues/issue-answer.ts';
import { repositoryName } from '../../repository-name.ts';
import { lineText } from '../../text/sent-texts.ts';
import { findLabel, showLabel } from '../label-answer.ts';

export const githubLabelDelete = github.write({
  name: 'github_label_delete',
  title: 'Delete a label',
  toolset: 'issues',
  risk: 'destructive',
  description: 'Delete a label, which takes it off every issue. Use github_issue_update to take it off one.',
  input: z.strictObject({ repo: repositoryName, name: lineText('Such as "bug".', 50) }),
  output: z.object({ deleted: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, name } = input;
    const label = await findLabel({ name, repository, reader, signal });
    if (label === undefined) throw isMissing(name);
    // GitHub takes a comma for two labels, so such a name cannot be asked for.
    const values = { labels: label.name, state: 'all' };
    const used = label.name.includes(',')
      ? undefined
      : await reader.page({ repository, path: '/issues', values, item: issueAnswer, limit: 100, signal });
    const uses = used === undefined ? 'unknown' : `${used.items.length}${used.nextPage === undefined ? '' : '+'}`;
    return {
      description: `Delete the label ${quoted(label.name)} of ${repository} with ${profile.name}; issues and pull requests that have it: ${uses}.`,
      guard: { label: showLabel(label) },
      before: showLabel(label),
      details: { name },
    };
  },
  execute: async ({ input, writer, signal }) => {
    const { repo: repository, name } = input;
    await writer.send({ method: 'DELETE', repository, path: '/labels/{name}', values: { name }, schema: z.unknown(), signal });
    return { deleted: name };
  },
  reconcile: async ({ input, reader, signal }) => {
    const { repo: repository, name } = input;
    const label = await findLabel({ name, repository, reader, signal });
    return label === undefined ? { result: { deleted: name } } : 'unknown';
  },
});

const isMissing = (name: string): LineclearError =>
  new LineclearError('not_found', `There is no label ${quoted(name)}.`, {
    hint: 'Use github_label_list for their names.',
    details: { reason: 'label' },
    effect: 'none',
  });
