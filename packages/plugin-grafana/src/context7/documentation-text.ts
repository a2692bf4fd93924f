import type { CodeSnippet, Documentation, InfoSnippet } from './schemas.ts';
import { counted } from '../schemas/counted.ts';

export interface DocumentationText {
  readonly text: string;
  readonly snippets: number;
  readonly leftOut: number;
}

/** Models count about four characters as one token. */
export const charactersPerToken = 4;

/**
 * Snippets as Markdown within a budget: code and prose in turn, each in the order of the service. What does not fit is left out and
 * counted; the first one is cut rather than left out.
 */
export const documentationText = ({
  documentation: { codeSnippets, infoSnippets },
  tokens,
}: {
  documentation: Documentation;
  tokens: number;
}): DocumentationText => {
  const all = inTurn((codeSnippets ?? []).map(showCode), (infoSnippets ?? []).map(showInfo));
  const budget = tokens * charactersPerToken;
  const kept: string[] = [];
  let used = 0;
  for (const snippet of all) {
    const size = snippet.length + separator.length;
    if (used + size <= budget) {
      kept.push(snippet);
      used += size;
    } else if (kept.length === 0) {
      kept.push(cut({ text: snippet, to: budget }));
      used = budget;
    }
  }
  return { text: kept.join(separator), snippets: kept.length, leftOut: all.length - kept.length };
};

const separator = '\n\n---\n\n';

const inTurn = (one: readonly string[], other: readonly string[]): readonly string[] =>
  Array.from({ length: Math.max(one.length, other.length) }, (_, index) => [one[index], other[index]])
    .flat()
    .filter((text) => text !== undefined);

const showCode = ({ codeTitle, codeDescription, codeId, codeList }: CodeSnippet): string =>
  paragraphs([
    heading(codeTitle),
    codeDescription ?? '',
    source(codeId),
    ...(codeList ?? []).map(({ language, code }) => {
      // Longer than anything inside, so that code cannot end its own block.
      const ticks = '`'.repeat((code.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length + 1), 3));
      return `${ticks}${/^[\w+#.-]{1,30}$/.test(language ?? '') ? language : ''}\n${code.trimEnd()}\n${ticks}`;
    }),
  ]);

const showInfo = ({ breadcrumb, pageId, content }: InfoSnippet): string =>
  paragraphs([heading(breadcrumb), content.trim(), source(pageId)]);

const paragraphs = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n');

const heading = (title: string | null | undefined): string => (oneLine(title) === '' ? '' : `### ${oneLine(title)}`);

const source = (address: string | null | undefined): string => (oneLine(address) === '' ? '' : `Source: ${oneLine(address)}`);

const oneLine = (text: string | null | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 500);

const cut = ({ text, to }: { text: string; to: number }): string => {
  const kept = text.slice(0, to).toWellFormed();
  return `${kept}\n[${counted({ count: text.length - kept.length, one: 'more character' })} left out]`;
};
