import type { CallContext } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { readWorkspaceFile } from './workspace-file.ts';

/** The two inputs that name a template. */
export const templateSource = {
  template_yaml: z.string().optional().describe('A template, or give template_path.'),
  template_path: z.string().optional().describe('A .yaml file of the workspace.'),
} as const;

/** The text of the template that a call names; a file is read through the workspace's own tool and rules. */
export const templateText = async ({
  yaml,
  path,
  call,
  fields = ['template_yaml', 'template_path'],
}: {
  yaml: string | undefined;
  path: string | undefined;
  call: CallContext['call'];
  fields?: readonly [string, string];
}): Promise<string> => {
  if (yaml !== undefined && path === undefined) return yaml;
  if (path !== undefined && yaml === undefined) return readWorkspaceFile({ path, call });
  const [yamlField, pathField] = fields;
  throw new LineclearError('invalid_input', `Give either ${yamlField} or ${pathField}.`, {
    hint: `Pass the text as ${yamlField}, or the path of a file as ${pathField}, not both.`,
    details: { reason: 'one_template', fields },
  });
};
