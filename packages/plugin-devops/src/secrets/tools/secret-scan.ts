import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import { fitting } from '../../text/fitting.ts';

export const secretScan = workspace.read({
  name: 'secret_scan',
  title: 'Scan for secrets',
  toolset: 'workspace',
  description:
    'Find keys, tokens and passwords in files: place and kind, never the value. git_commit and git_push scan what they publish by themselves.',
  input: z.strictObject({
    path: z.string().default('.').describe('A folder or file, such as "src".'),
    globs: z.array(z.string()).default([]).describe('Only these files, such as ["*.env"].'),
    include_ignored: z.boolean().default(false).describe('Ignored files too.'),
  }),
  output: z.object({
    findings: z.array(z.object({ path: z.string(), line: z.int(), kind: z.string(), fingerprint: z.string() })),
    findings_left_out: z.int(),
    files_scanned: z.int(),
    files_skipped: z.int().describe('Binary or too large.'),
    complete: z.boolean().describe('False when there are more files.'),
  }),
  run: async ({ input, reader, signal }) => {
    const { path, globs, include_ignored: includeIgnored } = input;
    const { findings, filesScanned, filesSkipped, complete } = await reader.scanFiles({ path, globs, includeIgnored, signal });
    const shown = fitting({ items: findings.slice(0, 200), maxCharacters: 30_000 });
    return {
      findings: shown,
      findings_left_out: findings.length - shown.length,
      files_scanned: filesScanned,
      files_skipped: filesSkipped,
      complete,
    };
  },
});
