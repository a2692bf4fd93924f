import { readFile } from 'node:fs/promises';
import * as z from 'zod';

/** One call that a page shows, and what it shows of the answer. */
export interface Shown {
  /** The heading above it, and its place below that heading; names the test. */
  readonly name: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** An excerpt: see `differences`. */
  readonly answer: unknown;
  /** 1-based, where the call stands in the page. */
  readonly line: number;
}

/**
 * Reads a page whose calls are fenced blocks: ```` ```json call <tool> ```` with the arguments, then ```` ```json answer ```` with an excerpt of
 * what comes back. Throws where one of a pair is missing, so that no call of a page goes unchecked.
 */
export const readPage = async (page: URL): Promise<readonly Shown[]> => {
  const shown: Shown[] = [];
  let heading = '';
  let open: Omit<Shown, 'answer'> | undefined;
  for (const block of blocksOf(await readFile(page, 'utf8'))) {
    if (block.kind === 'heading') {
      heading = block.text;
      continue;
    }
    const value = parse(block);
    const [, tool] = /^json call (\w+)$/.exec(block.info) ?? [];
    if (tool !== undefined) {
      if (open !== undefined) throw new Error(`line ${open.line}: the call of ${open.tool} shows no answer`);
      open = { name: `${heading}: ${tool}, line ${block.line}`, tool, args: object.parse(value), line: block.line };
    } else if (block.info === 'json answer') {
      if (open === undefined) throw new Error(`line ${block.line}: an answer without a call`);
      shown.push({ ...open, answer: value });
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`line ${open.line}: the call of ${open.tool} shows no answer`);
  return shown;
};

const object = z.record(z.string(), z.unknown());

type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'fence'; readonly info: string; readonly text: string; readonly line: number };

const blocksOf = (page: string): readonly Block[] => {
  const blocks: Block[] = [];
  let fence: { info: string; lines: string[]; line: number } | undefined;
  for (const [index, line] of page.split('\n').entries()) {
    if (fence === undefined) {
      const [, info] = /^```(.+)$/.exec(line) ?? [];
      const [, text] = /^#+ (.+)$/.exec(line) ?? [];
      if (info !== undefined) fence = { info: info.trim(), lines: [], line: index + 1 };
      else if (text !== undefined) blocks.push({ kind: 'heading', text });
    } else if (line === '```') {
      blocks.push({ kind: 'fence', info: fence.info, text: fence.lines.join('\n'), line: fence.line });
      fence = undefined;
    } else fence.lines.push(line);
  }
  return blocks;
};

const parse = ({ info, text, line }: { info: string; text: string; line: number }): unknown => {
  if (!info.startsWith('json ')) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`line ${line}: the block is not JSON`, { cause: error });
  }
};
