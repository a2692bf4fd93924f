/** One `${…}` in a text. */
export interface Reference {
  /** `unknown`: it begins like a reference and is none. */
  readonly kind: 'env' | 'file' | 'command' | 'unknown';
  readonly argument: string;
  /** As it was written. */
  readonly text: string;
}

/** Splits a text into literal parts, `$${` already unescaped, and references. */
export const splitReferences = (text: string): readonly (string | Reference)[] => {
  const parts: (string | Reference)[] = [];
  let from = 0;
  for (const found of text.matchAll(token)) {
    const [whole, body] = found;
    parts.push(text.slice(from, found.index));
    from = found.index + whole.length;
    parts.push(whole === '$${' ? '${' : toReference({ text: whole, body }));
  }
  return [...parts, text.slice(from)].filter((part) => part !== '');
};

// Quoted words of a command may hold braces. An opening without an end takes the rest, so that it is refused as a whole.
const token = /\$\$\{|\$\{((?:[^"'}]|"[^"]*"|'[^']*')*)\}|\$\{[^]*/g;

const toReference = ({ text, body = '' }: { text: string; body: string | undefined }): Reference => {
  const [, kind, argument = ''] = /^(env|file|command):\s*([^]*?)\s*$/.exec(body) ?? [];
  const isWhole = kind === 'env' ? /^[A-Za-z_]\w*$/.test(argument) : argument !== '';
  return isWhole && (kind === 'env' || kind === 'file' || kind === 'command')
    ? { kind, argument, text }
    : { kind: 'unknown', argument, text };
};
