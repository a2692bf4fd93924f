import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import type { OutputLine } from '../sessions/output-log.ts';
import { pickState, processFields, processId } from './process-fields.ts';

export const processRead = workspace.read({
  name: 'process_read',
  title: 'Read output',
  toolset: 'workspace',
  description: 'Read what a started process printed; an unfinished line comes again. Use process_wait for more.',
  input: z.strictObject({
    process_id: processId,
    cursor: z.int().default(0).describe('Of the last answer; -20: last 20 lines.'),
  }),
  output: z.object({
    text: z.string().describe('Lines of stderr begin with "2> ".'),
    cursor: z.int(),
    left_out: z.int(),
    more: z.boolean(),
    ...processFields,
    untrusted: z.literal(true),
  }),
  run: ({ input, reader, principal }) => {
    const { process_id: id, cursor } = input;
    const page = reader.processes.read({ id, principal: principal.id, cursor });
    return {
      text: joinLines(page.lines),
      cursor: page.cursor,
      left_out: page.leftOut,
      more: page.more,
      ...pickState(page),
      untrusted: true,
    };
  },
});

/** One text in the order of the output. A piece of a long line follows the one before it; whatever else begins a line. */
const joinLines = (lines: readonly OutputLine[]): string => {
  let text = '';
  let before: OutputLine | undefined;
  for (const line of lines) {
    const goesOn = before !== undefined && before.stream === line.stream && !before.text.endsWith('\n');
    if (!goesOn && text !== '' && !text.endsWith('\n')) text += '\n';
    text += goesOn || line.stream === 'stdout' ? line.text : `2> ${line.text}`;
    before = line;
  }
  return text;
};
