/** An input that a workflow takes when it is started by hand. */
export interface DeclaredInput {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly hasDefault: boolean;
  /** What a choice may be; undefined for other types. */
  readonly options: readonly string[] | undefined;
}

interface Entry {
  readonly key: string;
  readonly value: string;
  readonly below: readonly Line[];
}

interface Line {
  readonly indent: number;
  readonly text: string;
}

/**
 * The inputs below `on.workflow_dispatch` in the text of a workflow. Undefined where they are written in a way that this does not read
 * (flow style, anchors, merged keys, texts of several lines as keys): then GitHub alone checks them.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs
 */
export const declaredInputs = (text: string): readonly DeclaredInput[] | undefined => {
  const on = find(entriesOf(linesOf(text)), 'on');
  if (on === undefined) return undefined;
  // `on: workflow_dispatch`, `on: [push, workflow_dispatch]`
  if (on.value !== '') return /^[[\]\w\s,'"]+$/.test(on.value) && /\bworkflow_dispatch\b/.test(on.value) ? [] : undefined;
  const dispatch = find(entriesOf(on.below), 'workflow_dispatch');
  if (dispatch === undefined) return on.below.some((line) => /^- ['"]?workflow_dispatch['"]?$/.test(line.text)) ? [] : undefined;
  if (!isBlock(dispatch)) return undefined;
  const inputs = find(entriesOf(dispatch.below), 'inputs');
  if (inputs === undefined) return dispatch.below.length === 0 ? [] : undefined;
  if (!isBlock(inputs)) return undefined;
  const declared = entriesOf(inputs.below)?.map(inputOf);
  return declared?.every((input) => input !== undefined) === true ? declared : undefined;
};

const inputOf = (entry: Entry): DeclaredInput | undefined => {
  const fields = entriesOf(entry.below);
  if (!isBlock(entry) || fields === undefined) return undefined;
  const type = plain(find(fields, 'type')?.value ?? 'string');
  const isRequired = plain(find(fields, 'required')?.value ?? 'false');
  const options = find(fields, 'options');
  const known = options === undefined ? undefined : optionsOf(options);
  if (type === undefined || isRequired === undefined || (type === 'choice' && known === undefined)) return undefined;
  const hasDefault = find(fields, 'default') !== undefined;
  return { name: entry.key, type, isRequired: isRequired === 'true', hasDefault, options: type === 'choice' ? known : undefined };
};

const optionsOf = ({ value, below }: Entry): readonly string[] | undefined => {
  const [, flow] = /^\[([^[\]{}]*)\]$/.exec(value) ?? [];
  if (value !== '' && flow === undefined) return undefined;
  const texts =
    flow === undefined
      ? below.map(({ text }) => (text.startsWith('- ') ? text.slice(2).trim() : undefined))
      : flow.split(',').map((one) => one.trim());
  const options = texts.map((one) => (one === undefined ? undefined : plain(one)));
  return options.every((one) => one !== undefined) ? options : undefined;
};

const isBlock = ({ value }: Entry): boolean => value === '' || value === 'null' || value === '~';

const find = (entries: readonly Entry[] | undefined, key: string): Entry | undefined =>
  entries?.find((entry) => entry.key === key);

const linesOf = (text: string): readonly Line[] =>
  text.split(/\r?\n/).flatMap((line) => {
    const content = line.replace(/(^|\s)#.*$/, '').trimEnd();
    const [indent = ''] = /^ */.exec(content) ?? [];
    return content.trim() === '' || content === '---' ? [] : [{ indent: indent.length, text: content.trim() }];
  });

/** The keys at the first indentation, each with the lines below it; undefined where a line is no key. */
const entriesOf = (lines: readonly Line[]): readonly Entry[] | undefined => {
  const [first] = lines;
  if (first === undefined) return [];
  const entries: { key: string; value: string; below: Line[] }[] = [];
  for (const line of lines) {
    const last = entries.at(-1);
    // A list may stand at the indentation of its key.
    if (last !== undefined && (line.indent > first.indent || (line.text.startsWith('- ') && last.value === ''))) {
      last.below.push(line);
      continue;
    }
    const [, key = '', value = ''] = /^(['"]?[\w.-]+['"]?):(?:\s+(.*))?$/.exec(line.text) ?? [];
    if (key === '' || line.indent < first.indent) return undefined;
    entries.push({ key: key.replaceAll(/['"]/g, ''), value, below: [] });
  }
  return entries;
};

/** A scalar without quotes; undefined for what YAML would read as something else. */
const plain = (value: string): string | undefined => {
  const [, double, single] = /^(?:"([^"\\]*)"|'([^']*)')$/.exec(value) ?? [];
  if (double !== undefined || single !== undefined) return double ?? single;
  return /^[&*!|>%@`[\]{}'"]/.test(value) ? undefined : value;
};
