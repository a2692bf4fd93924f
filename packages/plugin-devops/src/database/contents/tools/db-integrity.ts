import * as z from 'zod';
import { copyName, serverName } from '../../backups/copy-name.ts';
import { database } from '../../connection.ts';
import { databaseName } from '../../database-name.ts';
import { untrusted } from '../../listing.ts';
import { constraint, fullSequences, invalidIndexes, pageChecksums, sequence, unvalidated } from '../integrity-questions.ts';
import { countTables, digestOf, tableCount } from '../table-counts.ts';

const checksums = z.object({ is_on: z.boolean(), failures: z.int() });

export const dbIntegrity = database.read({
  name: 'db_integrity',
  title: 'Integrity of a database',
  toolset: 'databases',
  description:
    'Count the rows of every table and look for broken indexes, constraints and sequences. With digests, two copies can be compared, such as before and after db_restore.',
  input: z.strictObject({
    database: databaseName,
    copy: copyName.optional().describe('A copy on the same server that db_restore made, in its place.'),
    tables: z.array(z.string().min(3).max(140)).max(50).optional().describe('Only these, as shown: ["public.orders"].'),
    digests: z.boolean().default(false).describe('Also digest what stands in the rows.'),
    row_limit: z.int().min(1).max(5_000_000).default(100_000).describe('Tables with more rows are estimated.'),
    limit: z.int().min(1).max(500).default(100).describe('How many tables at most.'),
  }),
  output: z.object({
    untrusted,
    tables: z.array(tableCount),
    left_out: z.int(),
    digest: z.string().nullable().describe('Of all tables, where every one has a digest.'),
    invalid_indexes: z.array(z.string()),
    not_validated: z.array(constraint),
    sequences_near_end: z.array(sequence),
    page_checksums: checksums.nullable(),
  }),
  classify: ({ input }) => ({ target: input.database }),
  run: ({ input, reader, signal }) =>
    reader.read({
      database: input.database,
      databaseName: serverName({ settings: reader.settingsOf(input.database), copy: input.copy }),
      signal,
      work: async (session) => {
        const { row_limit: rowLimit, digests: withDigests, limit, tables: only = [] } = input;
        const { tables, leftOut } = await countTables({
          session,
          rowLimit,
          ...(withDigests && { digestUpTo: rowLimit }),
          only,
          limit,
        });
        const broken = await session.rows({ text: invalidIndexes, schema: z.object({ index: z.string() }) });
        const notValidated = await unvalidated({ session, rowLimit });
        const full = await session.rows({ text: fullSequences, values: [70], schema: sequence });
        const pages = await session.row({ text: pageChecksums, schema: checksums });
        return {
          untrusted: true as const,
          tables: [...tables],
          left_out: leftOut,
          digest: (withDigests && leftOut === 0 ? digestOf(tables) : undefined) ?? null,
          invalid_indexes: broken.map(({ index }) => index),
          not_validated: [...notValidated],
          sequences_near_end: full,
          page_checksums: pages ?? null,
        };
      },
    }),
});
