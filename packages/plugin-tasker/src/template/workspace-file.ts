import type { CallContext } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { limits } from './limits.ts';
import { tooLarge } from './yaml-errors.ts';

/**
 * The text of a template file. It is read by calling `fs_read` as the same caller: the operator's roots, rules and audit hold,
 * and where that tool or its workspace is not there, no file is read at all.
 */
export const readWorkspaceFile = async ({ path, call }: { path: string; call: CallContext['call'] }): Promise<string> => {
  if (!/\.ya?ml$/i.test(path)) throw notYamlFile();
  const lines: string[] = [];
  let bytes = 0;
  let total: number | undefined;
  for (let page = 0, offset: number | undefined = 1; offset !== undefined; page += 1) {
    if (page >= mostPages) throw tooLarge('text');
    const answer: Page = await readPage({ path, offset, call });
    if (total !== undefined && answer.total_lines !== total) throw changedMeanwhile();
    total = answer.total_lines;
    const read = answer.text === '' ? [] : answer.text.split('\n').map(unnumbered);
    bytes += Buffer.byteLength(answer.text);
    if (bytes > 2 * limits.textBytes) throw tooLarge('text');
    lines.push(...read);
    offset = answer.next_offset;
  }
  return `${lines.join('\n')}\n`;
};

// A page has up to 80,000 characters of JSON or 2,000 lines; a template of the largest size fits into far fewer pages than this.
const mostPages = 64;
const longestLine = 2_000;

const Page = z.object({ text: z.string(), total_lines: z.int(), next_offset: z.int().optional() });
type Page = z.output<typeof Page>;

const readPage = async ({ path, offset, call }: { path: string; offset: number; call: CallContext['call'] }): Promise<Page> => {
  try {
    return Page.parse(await call('fs_read', { path, offset, limit: 2_000 }));
  } catch (error) {
    throw LineclearError.is(error) && isWithoutFiles(error) ? noFiles(error) : error;
  }
};

// The registry answers an unknown tool with `similar`; a missing file has a reason instead.
const isWithoutFiles = ({ code, details }: LineclearError): boolean =>
  code === 'not_configured' || (code === 'not_found' && details?.['similar'] !== undefined);

const unnumbered = (line: string): string => {
  const text = line.slice(line.indexOf('\t') + 1);
  // fs_read cuts longer lines, and half a line is another template.
  if (text.length <= longestLine) return text;
  throw new LineclearError('unsupported', `A line of the file has more than ${longestLine} characters.`, {
    hint: 'Pass the text itself as template_yaml.',
    details: { reason: 'line_too_long' },
  });
};

const notYamlFile = (): LineclearError =>
  new LineclearError('invalid_input', 'A template file ends in .yaml or .yml.', {
    hint: 'Name such a file, or pass the text as template_yaml.',
    details: { reason: 'not_a_yaml_file' },
  });

const noFiles = (cause: unknown): LineclearError =>
  new LineclearError('unsupported', 'No files are read here: the active profile has no workspace, or the server no fs_read.', {
    hint: 'Pass the text itself as template_yaml.',
    details: { reason: 'no_workspace' },
    cause,
  });

const changedMeanwhile = (): LineclearError =>
  new LineclearError('conflict', 'The file changed while it was read.', {
    hint: 'Call again.',
    details: { reason: 'changed' },
    effect: 'none',
  });
