/** What a terminal shows of one line of output, and where its cursor stands. Lines that the output draws over one another come apart. */
export interface DrawnLine {
  readonly lines: readonly string[];
  /** In characters of the last of `lines`. */
  readonly column: number;
}

/**
 * Draws one raw line: carriage returns, backspaces, erasing and moves within the line take effect; colours, titles and other sequences
 * go. A move to another line begins a new one, because no screen is kept: a program that draws a whole screen reads as a list of pieces.
 */
export const drawLine = (text: string): DrawnLine => {
  // Most lines have nothing but colours.
  const raw = text.includes('\x1b') ? text.replaceAll(colours, '') : text;
  if (!hasControl.test(raw)) return { lines: [raw], column: raw.length };
  const sheet = new Sheet();
  let at = 0;
  for (const match of raw.matchAll(controls)) {
    sheet.write(raw.slice(at, match.index));
    at = match.index + match[0].length;
    const command = match.groups?.['command'];
    if (command === undefined) sheet.control(match[0]);
    else sheet.move({ command, numbers: match.groups?.['numbers'] ?? '' });
  }
  sheet.write(raw.slice(at));
  return sheet.end();
};

/** No line is drawn wider: a sequence may ask for any column. */
const widest = 16 << 10;

class Sheet {
  readonly #done: string[] = [];
  #cells: string[] = [];
  #column = 0;

  write(text: string): void {
    for (const character of text) {
      if (this.#column >= widest) return;
      while (this.#cells.length < this.#column) this.#cells.push(' ');
      this.#cells[this.#column] = character;
      this.#column += 1;
    }
  }

  control(text: string): void {
    if (text === '\r') this.#column = 0;
    if (text === '\b') this.#column = Math.max(0, this.#column - 1);
  }

  move({ command, numbers }: { command: string; numbers: string }): void {
    const [first = '', second = ''] = numbers.split(';');
    const count = Math.max(1, Number.parseInt(first, 10) || 1);
    if (command === 'C') this.#goTo(this.#column + count);
    else if (command === 'D') this.#goTo(this.#column - count);
    else if (command === 'G' || command === '`') this.#goTo(count - 1);
    else if (command === 'K') this.#erase(first);
    else if (command === 'P') this.#cells.splice(this.#column, count);
    else if (/[ABd]/.test(command)) this.#newLine(this.#column);
    else if (/[EFJ]/.test(command)) this.#newLine(0);
    else if (/[Hf]/.test(command)) this.#newLine((Number.parseInt(second, 10) || 1) - 1);
  }

  end(): DrawnLine {
    const { text, column } = this.#text();
    return { lines: [...this.#done, text], column };
  }

  #goTo(column: number): void {
    this.#column = Math.min(widest, Math.max(0, column));
  }

  #erase(part: string): void {
    if (part === '' || part === '0') this.#cells.length = Math.min(this.#cells.length, this.#column);
    else if (part === '2') this.#cells = [];
    else if (part === '1') this.#cells.fill(' ', 0, this.#column + 1);
  }

  #newLine(column: number): void {
    const { text } = this.#text();
    if (text !== '') this.#done.push(text);
    this.#cells = [];
    this.#goTo(column);
  }

  // Programs wipe what was there with spaces; a prompt's space under the cursor stays.
  #text(): { text: string; column: number } {
    const column = this.#cells.slice(0, this.#column).join('').length;
    const text = this.#cells.join('');
    const trimmed = text.trimEnd();
    return { text: text.slice(0, Math.max(trimmed.length, Math.min(column, text.length))), column };
  }
}

// oxlint-disable-next-line no-control-regex
const colours = /\x1b\[[\d;:]*m/g;
/** Whether there is anything to draw, other than text, tabs and line ends. */
// oxlint-disable-next-line no-control-regex
export const hasControl = /[\0-\x08\x0b-\x1f\x7f-\x9f]/;
const controls =
  // oxlint-disable-next-line no-control-regex
  /(?:\x1b\[|\x9b)(?<numbers>[0-?]*)[ -/]*(?<command>[@-~])?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?|[\0-\x08\x0b-\x1f\x7f-\x9f]/g;
