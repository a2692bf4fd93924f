import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { hosts } from '../../connection.ts';
import { hostField } from '../../hosts/host-field.ts';
import { noProgram, queryText } from '../../query-text.ts';
import { type HostQuery, queries, type QueryName } from '../queries.ts';

// A name as resolvers take it; it never begins with "-", where an option could be meant.
const domain = /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_.:-]*[A-Za-z0-9.])?$/;

const names = Object.keys(queries).filter((name): name is QueryName => name in queries);

export const hostQuery = hosts.read({
  name: 'host_query',
  title: 'Ask a host',
  toolset: 'hosts',
  description: 'Ask a host one fixed question about itself. Use host_metrics for its load, host_exec for other commands.',
  input: z
    .strictObject({
      host: hostField,
      query: z.enum(names).describe('The question.'),
      by: z.enum(['cpu', 'memory']).default('cpu').describe('Order of processes.'),
      name: z
        .string()
        .refine((name) => domain.test(name), 'Is no name such as db.internal.')
        .optional()
        .describe('For dns, such as db.internal.'),
      limit: z.int().min(1).max(500).default(50).describe('Rows.'),
    })
    .refine(({ query, name }) => (query === 'dns') === (name !== undefined), { error: 'name goes with dns', path: ['name'] }),
  output: z.object({
    host: z.string(),
    rows: z.array(z.record(z.string(), z.union([z.string(), z.number()]))),
    left_out: z.int(),
    untrusted: z.literal(true).describe('The texts come from the host'),
  }),
  classify: ({ input }) => ({ class: 'inspect', target: input.host }),
  run: async ({ input, reader, state, signal }) => {
    const { host, limit } = input;
    const query: HostQuery = queries[input.query];
    const parameters = { by: input.by, name: input.name ?? '' };
    const argv = query.argv(parameters);
    const { exitCode, stdout, stderr } = await queryText({ reader, host, state, signal, argv });
    if (exitCode !== 0 && !(query.answers ?? []).includes(exitCode ?? -1)) throw cannotTell({ host, argv, exitCode, stderr });
    const rows = query.rows(stdout, parameters);
    const shown = query.fromEnd === true ? rows.slice(-limit) : rows.slice(0, limit);
    return { host, rows: shown, left_out: rows.length - shown.length, untrusted: true };
  },
});

const cannotTell = ({
  host,
  argv: [program = ''],
  exitCode,
  stderr,
}: {
  host: string;
  argv: readonly string[];
  exitCode: number | null;
  stderr: string;
}): LineclearError =>
  exitCode === noProgram
    ? new LineclearError('unsupported', `The host ${quoted(host)} has no ${program}, which answers this.`, {
        hint: 'Ask something else, or use host_exec with a program that the host has.',
        details: { reason: 'no_program', host, program },
      })
    : new LineclearError('upstream_error', `${program} could not answer on the host ${quoted(host)}.`, {
        hint: 'Read details.upstream: the account may not be allowed to see this.',
        details: { reason: 'query_failed', host, program, exit_code: exitCode, upstream: stderr.slice(0, 500) },
        effect: 'none',
      });
