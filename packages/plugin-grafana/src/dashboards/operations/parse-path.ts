import { refuse } from './refuse.ts';

/** One step of a path. */
export type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'filter'; readonly keys: readonly string[]; readonly value: string | number | boolean }
  | { readonly kind: 'append' };

const mostSteps = 30;
const forms: readonly { readonly form: RegExp; readonly read: (match: RegExpExecArray) => Step | undefined }[] = [
  { form: /\.([A-Za-z_$][\w$-]*)/y, read: ([, key]) => ({ kind: 'key', key: key ?? '' }) },
  { form: /\[(\d{1,6})\]/y, read: ([, index]) => ({ kind: 'index', index: Number(index) }) },
  { form: /\[("(?:[^"\\\n]|\\.)*")\]/y, read: ([, key]) => ({ kind: 'key', key: unquoted(key ?? '') }) },
  { form: /\[('(?:[^'\\\n]|\\.)*')\]/y, read: ([, key]) => ({ kind: 'key', key: unquoted(key ?? '') }) },
  {
    form: /\[\?\(\s*@((?:\.[A-Za-z_$][\w$-]*)+)\s*==\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|-?\d+(?:\.\d+)?|true|false)\s*\)\]/y,
    read: ([, keys, value]) => ({ kind: 'filter', keys: (keys ?? '').slice(1).split('.'), value: literal(value ?? '') }),
  },
  { form: /\/-$/y, read: () => ({ kind: 'append' }) },
];

/**
 * Reads a path: `$`, then any of `.key`, `["key"]`, `[0]`, `[?(@.key.key=="value")]` (text, number, true or false), and `/-` at the end for the
 * place after the last element of a list. Throws `invalid_input` for everything else.
 */
export const parsePath = ({ path, index }: { path: string; index?: number | undefined }): readonly Step[] => {
  const steps: Step[] = [];
  let at = path.startsWith('$') ? 1 : -1;
  while (at >= 0 && at < path.length && path.length <= 2_000) {
    const step = stepAt({ path, at });
    if (step === undefined || steps.length === mostSteps) break;
    steps.push(step.step);
    at = step.to;
  }
  if (at !== path.length)
    throw refuse({
      reason: 'path_syntax',
      path,
      index,
      says: at <= 0 ? 'does not begin with $' : `cannot be read from ${JSON.stringify(path.slice(at, at + 20))} on`,
    });
  if (steps.length === 0) throw refuse({ reason: 'path_protected', path, index, says: 'is the whole dashboard' });
  return steps;
};

const stepAt = ({ path, at }: { path: string; at: number }): { readonly step: Step; readonly to: number } | undefined => {
  for (const { form, read } of forms) {
    form.lastIndex = at;
    const match = form.exec(path);
    const step = match === null ? undefined : read(match);
    if (match !== null && step !== undefined && !reachesPrototype(step)) return { step, to: at + match[0].length };
  }
  return undefined;
};

const reachesPrototype = (step: Step): boolean =>
  step.kind === 'key' ? step.key === '__proto__' : step.kind === 'filter' && step.keys.includes('__proto__');

const unquoted = (text: string): string => text.slice(1, -1).replaceAll(/\\(.)/g, '$1');

const literal = (text: string): string | number | boolean => {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^["']/.test(text) ? unquoted(text) : Number(text);
};
