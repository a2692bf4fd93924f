import type { Alias, JsonObject } from '@lineclear/core/plugin';
import { bare } from '../aliases/bare.ts';
import { renameArguments } from '../aliases/rename-arguments.ts';

const searchArguments = renameArguments({ libraryName: 'library_name', userQuery: 'query', question: 'query' });

/** Other names of the search. Under a client's prefix the id alone is the answer: it was handed on as it is. */
export const searchAliases: readonly Alias[] = [
  { name: 'resolve-library-id', input: searchArguments },
  ...['mcp_context7_resolve-library-id', 'mcp_context7_resolve_library_id'].map((name) => ({
    name,
    input: searchArguments,
    output: ({ library_id }: JsonObject) => bare(library_id),
  })),
];

const documentNames = {
  context7CompatibleLibraryID: 'library_id',
  libraryId: 'library_id',
  libraryID: 'library_id',
  query: 'topic',
  userQuery: 'topic',
  question: 'topic',
} as const;

// An empty topic meant none; fewer tokens than a thousand meant a thousand.
const documentArguments = (args: JsonObject): JsonObject => {
  const { topic, tokens, ...rest } = renameArguments(documentNames)(args);
  const wanted = typeof tokens === 'string' ? Number(tokens) : tokens;
  return {
    ...rest,
    ...(topic !== undefined && topic !== '' && { topic }),
    ...(tokens !== undefined && {
      tokens: typeof wanted === 'number' ? Math.min(50_000, Math.max(1_000, Math.round(wanted))) : tokens,
    }),
  };
};

/** Other names of the documentation, those of the first version and of today's. Under a client's prefix the text alone is the answer. */
export const documentAliases: readonly Alias[] = [
  ...['get-library-docs', 'query-docs', 'query_docs'].map((name) => ({ name, input: documentArguments })),
  ...['get-library-docs', 'get_library_docs', 'query-docs', 'query_docs'].map((name) => ({
    name: `mcp_context7_${name}`,
    input: documentArguments,
    output: ({ documentation }: JsonObject) => bare(documentation),
  })),
];
