import { StringDecoder } from 'node:string_decoder';
import { drawLine, hasControl } from './terminal-line.ts';

/** Turns the bytes of one stream into the lines that a person would have seen. */
export interface LineStream {
  /** The lines that this chunk completes, each with its line end; a line that is too long comes in pieces, the first ones without. */
  readonly add: (chunk: Buffer) => readonly string[];
  /** What is left when the stream is over. */
  readonly end: () => readonly string[];
  /** The line that is being written: a prompt, for example. */
  readonly unfinished: () => string;
}

/** Lines above `maxCharacters` come in pieces of that size; no more than twice as many are kept here. */
export const createLineStream = ({ maxCharacters = 8 << 10 }: { maxCharacters?: number } = {}): LineStream => {
  const decoder = new StringDecoder('utf8');
  let raw = '';

  const take = (text: string): readonly string[] => {
    const all = raw + text;
    // Asked once: a program may print millions of lines.
    const isPlain = !hasControl.test(all);
    const lines: string[] = [];
    let at = 0;
    for (let end = all.indexOf('\n'); end !== -1; end = all.indexOf('\n', at)) {
      const line = all.slice(at, end + 1);
      if (isPlain && line.length <= maxCharacters) lines.push(line);
      else lines.push(...endedLines({ line, maxCharacters }));
      at = end + 1;
    }
    raw = all.slice(at);
    if (raw.length > 2 * maxCharacters) lines.push(...shorten());
    return lines;
  };

  /** Draws what a line has so far, so that one without an end (a progress bar) takes no more room than it shows. */
  const shorten = (): readonly string[] => {
    const { lines, column } = drawLine(raw);
    const last = lines.at(-1) ?? '';
    const done = lines.slice(0, -1).map((line) => `${line}\n`);
    if (last.length <= maxCharacters) {
      raw = column === 0 ? `${last}\r` : `${last}\r\x1b[${column}C`;
      return done;
    }
    const parts = cut({ text: last, maxCharacters });
    raw = parts.pop() ?? '';
    return [...done, ...parts];
  };

  return {
    add: (chunk) => take(decoder.write(chunk)),
    end: () => {
      const lines = [...take(decoder.end())];
      const rest = drawLine(raw).lines.join('\n');
      raw = '';
      return rest === '' ? lines : [...lines, ...cut({ text: rest, maxCharacters })];
    },
    unfinished: () => drawLine(raw).lines.at(-1) ?? '',
  };
};

const endedLines = ({ line, maxCharacters }: { line: string; maxCharacters: number }): readonly string[] =>
  drawLine(line.replace(/\r?\n$/, '')).lines.flatMap((text) => cut({ text: `${text}\n`, maxCharacters }));

/** Pieces of at most `maxCharacters`; a pair of surrogates stays together. */
const cut = ({ text, maxCharacters }: { text: string; maxCharacters: number }): string[] => {
  const pieces: string[] = [];
  let at = 0;
  while (text.length - at > maxCharacters) {
    const end = at + maxCharacters;
    const isPair = /[\ud800-\udbff]/.test(text.charAt(end - 1));
    pieces.push(text.slice(at, isPair ? end - 1 : end));
    at = isPair ? end - 1 : end;
  }
  return [...pieces, text.slice(at)];
};
