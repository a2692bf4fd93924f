import { readFile } from 'node:fs/promises';
import * as z from 'zod';

/** What a page shows, in its order, and the files that have to be there for it. */
export interface Page {
  readonly shown: readonly Shown[];
  /** ```` ```yaml file <path> ````: written into the workspace before anything is run. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

export type Shown = ShownCall | ShownCommand;

interface Place {
  /** Its line, what it runs, and the heading above it; names the test. */
  readonly name: string;
  /** 1-based, where it stands in the page. */
  readonly line: number;
}

/** A call of a tool, and what the page shows of its answer. */
export interface ShownCall extends Place {
  readonly kind: 'call';
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Excerpts of notifications that come before the answer, in their order; others may come between them. */
  readonly progress: readonly unknown[];
  /** An excerpt: see `differences`. That of an error has a `code`. */
  readonly answer: unknown;
  /** The answer comes in time: the call is repeated until then, as a reader would. */
  readonly isLater: boolean;
}

/** A command of the app that a person runs, and an excerpt of what it prints. */
export interface ShownCommand extends Place {
  readonly kind: 'command';
  readonly words: readonly string[];
  readonly prints: string;
}

/**
 * Reads a page whose calls are fenced blocks: ```` ```json call <tool> ```` with the arguments, ```` ```json progress ```` for each notification
 * that is shown, then ```` ```json answer ```` with an excerpt of what comes back, or ```` ```json answer later ```` where that takes a while; and
 * whose commands are ```` ```console run ```` with `$ lineclear …` in the first line. Throws where one of a pair is missing, so that no call of a
 * page goes unchecked.
 */
export const readPage = async (page: URL): Promise<Page> => {
  const shown: Shown[] = [];
  const files: { path: string; text: string }[] = [];
  let heading = '';
  let open: Omit<ShownCall, 'answer' | 'isLater'> | undefined;
  for (const block of blocksOf(await readFile(page, 'utf8'))) {
    if (block.kind === 'heading') {
      heading = block.text;
      continue;
    }
    const value = parse(block);
    const { line } = block;
    const [, tool] = /^json call ([\w-]+)$/.exec(block.info) ?? [];
    const [, path] = /^yaml file (\S+)$/.exec(block.info) ?? [];
    const isLater = block.info === 'json answer later';
    const isAnswer = isLater || block.info === 'json answer';
    const isProgress = block.info === 'json progress';
    if (open !== undefined && !isAnswer && !isProgress) throw unanswered(open);
    if (tool !== undefined) {
      open = { kind: 'call', name: `line ${line}, ${tool}: ${heading}`, tool, args: object.parse(value), progress: [], line };
    } else if (isProgress || isAnswer) {
      if (open === undefined) throw new Error(`line ${line}: an answer without a call`);
      if (isAnswer) shown.push({ ...open, answer: value, isLater });
      open = isAnswer ? undefined : { ...open, progress: [...open.progress, value] };
    } else if (block.info === 'console run') shown.push(commandOf({ block, heading }));
    else if (path !== undefined) files.push({ path, text: `${block.text}\n` });
  }
  if (open !== undefined) throw unanswered(open);
  return { shown, files };
};

const object = z.record(z.string(), z.unknown());

const unanswered = ({ line, tool }: { line: number; tool: string }): Error =>
  new Error(`line ${line}: the call of ${tool} shows no answer`);

const commandOf = ({ block: { text, line }, heading }: { block: Fence; heading: string }): ShownCommand => {
  const [, words, prints = ''] = /^\$ lineclear (.+)\n([\s\S]*)$/.exec(`${text}\n`) ?? [];
  if (words === undefined) throw new Error(`line ${line}: the block does not begin with "$ lineclear"`);
  return { kind: 'command', name: `line ${line}, ${words}: ${heading}`, words: words.split(' '), prints: prints.trim(), line };
};

type Block = { readonly kind: 'heading'; readonly text: string } | Fence;
interface Fence {
  readonly kind: 'fence';
  readonly info: string;
  readonly text: string;
  readonly line: number;
}

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

const parse = ({ info, text, line }: Fence): unknown => {
  if (!info.startsWith('json ')) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`line ${line}: the block is not JSON`, { cause: error });
  }
};
