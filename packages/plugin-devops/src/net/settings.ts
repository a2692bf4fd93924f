import { isIP } from 'node:net';
import * as z from 'zod';
import { parsePattern } from './targets/allow-list.ts';

const pattern = z
  .string()
  .refine(
    (text) => parsePattern(text) !== undefined,
    'use "www.example.com", "*.example.com:443", "10.0.0.0/8:443" or "[fd00::/8]"',
  );
const resolver = z
  .string()
  .refine(
    (text) => isIP(text.replace(/^\[([^\]]+)\](?::\d+)?$|^([\d.]+):\d+$/, '$1$2')) !== 0,
    'use "10.0.0.2", "10.0.0.2:5353" or "[::1]:53"',
  );

/** What a profile says about the targets of its network checks. */
export const settings = z.strictObject({
  targets: z
    .array(pattern)
    .min(1)
    .describe(
      'What may be checked: names, addresses or networks, with a port or any, such as ["*.example.com", "10.0.0.0/8:443", "localhost:8080"]. Private addresses behind a name have to be named too.',
    ),
  resolvers: z
    .array(resolver)
    .min(1)
    .optional()
    .describe('DNS servers that are asked, such as ["10.0.0.2"]. Absent: the system\'s.'),
  ca_files: z
    .array(z.string().min(1))
    .default([])
    .describe('Certificates (PEM) of authorities that are trusted beside the usual ones; relative to the configuration file.'),
});

export type Settings = z.output<typeof settings>;
