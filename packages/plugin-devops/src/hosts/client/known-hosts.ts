import { createHmac } from 'node:crypto';

/** What files of known hosts say about one address. */
export interface KnownKeys {
  /** Base64 of keys that may be presented. */
  readonly accepted: readonly { readonly type: string; readonly key: string }[];
  /** Base64 of keys that must never be accepted. */
  readonly revoked: readonly string[];
  /** Whether a certificate authority is named for it: those are not supported, so such a line admits nothing. */
  readonly hasAuthority: boolean;
}

/** Finds the lines of OpenSSH's known_hosts format, plain or hashed, that mean this address and port. */
export const lookUpKnownKeys = ({ text, address, port }: { text: string; address: string; port: number }): KnownKeys => {
  const name = port === 22 ? address.toLowerCase() : `[${address.toLowerCase()}]:${port}`;
  const lines = text.split('\n').flatMap((line) => {
    const entry = parseLine(line);
    return entry !== undefined && means({ patterns: entry.patterns, name }) ? [entry] : [];
  });
  return {
    accepted: lines.filter(({ marker }) => marker === undefined).map(({ type, key }) => ({ type, key })),
    revoked: lines.filter(({ marker }) => marker === '@revoked').map(({ key }) => key),
    hasAuthority: lines.some(({ marker }) => marker === '@cert-authority'),
  };
};

interface Line {
  readonly marker: string | undefined;
  readonly patterns: string;
  readonly type: string;
  readonly key: string;
}

const parseLine = (line: string): Line | undefined => {
  const words = line.trim().split(/\s+/);
  if (words[0] === undefined || words[0] === '' || words[0].startsWith('#')) return undefined;
  const marker = words[0].startsWith('@') ? words.shift() : undefined;
  const [patterns, type, key] = words;
  return patterns === undefined || type === undefined || key === undefined ? undefined : { marker, patterns, type, key };
};

const means = ({ patterns, name }: { patterns: string; name: string }): boolean => {
  if (patterns.startsWith('|')) return meansHashed({ pattern: patterns, name });
  const all = patterns.toLowerCase().split(',');
  const negated = all.filter((one) => one.startsWith('!')).map((one) => one.slice(1));
  return all.some((one) => fits({ pattern: one, name })) && !negated.some((one) => fits({ pattern: one, name }));
};

const meansHashed = ({ pattern, name }: { pattern: string; name: string }): boolean => {
  const [, version, salt, hash] = pattern.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return false;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
};

const fits = ({ pattern, name }: { pattern: string; name: string }): boolean => {
  const source = pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, (character) =>
    character === '*' ? '.*' : character === '?' ? '.' : `\\${character}`,
  );
  return new RegExp(`^${source}$`).test(name);
};
