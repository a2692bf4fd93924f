/** One variable of a program or of a file, in the bytes that it has. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** The environment that a process was started with, as `/proc/<pid>/environ` holds it. */
export const parseEnviron = (text: string): readonly Variable[] =>
  text.split('\0').flatMap((entry) => {
    const at = entry.indexOf('=');
    return at > 0 ? [{ name: entry.slice(0, at), value: entry.slice(at + 1) }] : [];
  });

/** A file of `NAME=value` lines, as systemd and shells read it; quotes around a value are no part of it. A line that is none is passed over. */
export const parseEnvFile = (text: string): readonly Variable[] =>
  text.split('\n').flatMap((line) => {
    const [, name, value = ''] = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined) return [];
    const [, quote, inner] = /^(["'])(.*)\1$/.exec(value) ?? [];
    return [{ name, value: quote === undefined ? value : (inner ?? '') }];
  });
