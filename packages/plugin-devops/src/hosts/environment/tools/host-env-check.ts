import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';

import type { HostsReader, Query } from '../../client/hosts-reader.ts';
import { hosts } from '../../connection.ts';
import { hostField } from '../../hosts/host-field.ts';
import { openValueDigest } from '../value-digest.ts';
import { parseEnvFile, parseEnviron } from '../variables.ts';

export const hostEnvCheck = hosts.read({
  name: 'host_env_check',
  title: 'Check variables',
  toolset: 'hosts',
  description:
    'Name the variables of a process or an env file on a host, with digests that are equal where values are. Find a process with host_query.',
  input: z
    .strictObject({
      host: hostField,
      pid: z.int().min(1).optional().describe('A process.'),
      file: z
        .string()
        .refine((path) => path.startsWith('/') && !path.includes('\0'), 'Is no absolute path.')
        // Opening one of these may do something: as root, it starts the watchdog of the host.
        .refine((path) => !/^\/+(?:dev|proc|sys)\/|\/\.{1,2}(?:\/|$)/.test(path), 'Is no file of variables.')
        .optional()
        .describe('Such as /etc/default/app.'),
      names: z
        .array(z.string())
        .refine((names) => names.length <= 100, 'More than 100.')
        .default([])
        .describe('Expected ones.'),
      sudo: z.boolean().default(false).describe('Read as root.'),
    })
    .refine(({ pid, file }) => (pid === undefined) !== (file === undefined), {
      error: 'use pid or file, one of them',
      path: ['pid'],
    }),
  output: z.object({
    host: z.string(),
    variables: z.array(z.object({ name: z.string(), digest: z.string() })),
    missing: z.array(z.string()).describe('Of names'),
    left_out: z.int(),
    untrusted: z.literal(true).describe('The names come from the host'),
  }),
  classify: ({ input }) => ({ class: input.sudo ? 'privileged' : 'inspect', target: input.host }),
  run: async ({ input, reader, state, signal }) => {
    const { host, pid, file, sudo } = input;
    const source = pid === undefined ? (file ?? '') : `/proc/${pid}/environ`;
    const text = await readWhole({ reader, host, state, signal, argv: ['cat', source], elevate: sudo });
    const found = pid === undefined ? parseEnvFile(text) : parseEnviron(text);
    const digest = await openValueDigest(state);
    const variables = found
      .map(({ name, value }) => ({ name: name.slice(0, longestName), digest: digest(value) }))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
    const present = new Set(found.map(({ name }) => name));
    return {
      host,
      variables: variables.slice(0, mostVariables),
      missing: input.names.filter((name) => !present.has(name)),
      left_out: Math.max(0, variables.length - mostVariables),
      untrusted: true,
    };
  },
});

const mostVariables = 300;
const longestName = 200;
const mostBytes = 512 << 10;

/** All that the program printed, with the NUL characters that an answer would not show. */
const readWhole = async ({ reader, ...query }: Query & { reader: HostsReader }): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const { exitCode, stderr } = await reader.query({
    ...query,
    limitBytes: 4 << 10,
    onStdout: (chunk) => {
      if (bytes < mostBytes) chunks.push(chunk);
      bytes += chunk.length;
    },
  });
  if (exitCode === 0 && bytes <= mostBytes) return Buffer.concat(chunks).toString('utf8');
  const details = {
    reason: bytes > mostBytes ? 'too_long' : 'not_readable',
    host: query.host,
    upstream: stderr.text.slice(0, 500),
  };
  const isMissing = stderr.text.includes('No such file');
  throw new LineclearError(
    isMissing ? 'not_found' : 'forbidden',
    `The variables cannot be read on the host ${quoted(query.host)}: ${isMissing ? 'there is no such process or file' : 'the account may not, or they are too long'}.`,
    {
      hint: isMissing ? 'Find the process with host_query.' : 'Use sudo: true where the settings of the host allow it.',
      details,
      effect: 'none',
    },
  );
};
