import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import type { OutputLine } from '../sessions/output-log.ts';
import { pickState, processFields, processId } from './process-fields.ts';

export const processRead = workspace.read({
  name: 'process_read',
  title: 'Read output',
  toolset: 'workspace',
  description: 'Read what a started process printed. Use process_wait for more.',
  input: z.strictObject({
    process_id: processId,
    cursor: z.int().default(0).describe('Of the last answer; -20: last 20 lines.'),
  }),
  output: z.object({
    output: z.array(z.object({ stream: z.enum(['stdout', 'stderr']), text: z.string() })),
    unfinished: z.string().describe('Line without an end.'),
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
      output: joinStreams(page.lines),
      unfinished: page.unfinished,
      cursor: page.cursor,
      left_out: page.leftOut,
      more: page.more,
      ...pickState(page),
      untrusted: true,
    };
  },
});

/** One text for all lines of a stream that follow each other. */
const joinStreams = (lines: readonly OutputLine[]): readonly OutputLine[] => {
  const parts: { stream: OutputLine['stream']; texts: string[] }[] = [];
  for (const { stream, text } of lines) {
    const last = parts.at(-1);
    if (last?.stream === stream) last.texts.push(text);
    else parts.push({ stream, texts: [text] });
  }
  return parts.map(({ stream, texts }) => ({ stream, text: texts.join('') }));
};
