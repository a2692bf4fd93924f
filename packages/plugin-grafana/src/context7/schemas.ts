import * as z from 'zod';

const text = z.string().nullish();

const library = z.object({
  id: z.string(),
  title: text,
  description: text,
  state: text,
  totalSnippets: z.number().nullish(),
  trustScore: z.number().nullish(),
  versions: z.array(z.string()).nullish(),
});

export const searchAnswer = z.object({ results: z.array(library) });

const codeSnippet = z.object({
  codeTitle: text,
  codeDescription: text,
  codeId: text,
  codeList: z.array(z.object({ language: text, code: z.string() })).nullish(),
});
const infoSnippet = z.object({ pageId: text, breadcrumb: text, content: z.string() });

// Rules of a team or of a library are instructions to a model: they are not read.
export const contextAnswer = z.object({
  codeSnippets: z.array(codeSnippet).nullish(),
  infoSnippets: z.array(infoSnippet).nullish(),
});

export const redirectAnswer = z.object({ redirectUrl: z.string() });

export type Library = z.output<typeof library>;
export type CodeSnippet = z.output<typeof codeSnippet>;
export type InfoSnippet = z.output<typeof infoSnippet>;
export type Documentation = z.output<typeof contextAnswer>;
