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

/**
 * A file of `NAME=value` lines, as systemd and shells read it; quotes around a value are no part of it. A line that is none is passed over,
 * and so is one of base64 whose padding makes it look like a name: names are shown, and it is part of a secret.
 */
export const parseEnvFile = (text: string): readonly Variable[] => {
  let isInKey = false;
  return text.split('\n').flatMap((line) => {
    const wasInKey = isInKey;
    const begin = line.trimStart().startsWith('#') ? -1 : line.lastIndexOf('-----BEGIN ');
    const end = line.lastIndexOf('-----END ');
    if (begin !== end) isInKey = begin > end;
    if (wasInKey || paddedBase64.test(line)) return [];
    const [, name, value = ''] = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined) return [];
    const [, quote, inner] = /^(["'])(.*)\1$/.exec(value) ?? [];
    return [{ name, value: quote === undefined ? value : (inner ?? '') }];
  });
};

/** 16 bytes or more. */
const paddedBase64 = /^\s*(?:[A-Za-z0-9]{4}){5,}(?:[A-Za-z0-9]{3}=|[A-Za-z0-9]{2}==)\s*$/;
