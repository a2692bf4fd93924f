import { Secret } from '../plugin/secret.ts';

/**
 * The clear texts that must never be shown, found in parsed settings: every {@link Secret}, the passwords of URLs (and tokens in
 * their place), and the `user:password` pairs that basic authentication sends.
 */
export const secretsOf = (settings: unknown): readonly string[] => {
  const found = new Set<string>();
  collect({ value: settings, found, seen: new Set() });
  return [...found];
};

const collect = ({ value, found, seen }: { value: unknown; found: Set<string>; seen: Set<object> }): void => {
  if (typeof value === 'string') for (const secret of secretsInUrls(value)) found.add(secret);
  if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return;
  seen.add(value);
  if (Secret.is(value)) {
    const text = value.reveal();
    found.add(text);
    for (const secret of secretsInUrls(text)) found.add(secret);
    return;
  }
  if (value instanceof URL) return collect({ value: value.href, found, seen });
  const parts = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : Object.values(value);
  for (const part of parts) collect({ value: part, found, seen });
  for (const pair of basicPairs(value)) found.add(pair);
};

// Several URLs may stand in one text, as brokers with fail-over want it.
const userinfo = /([a-z][a-z\d+.-]*):\/\/([^\s/?#:@]*)(?::([^\s/?#]*))?@/gi;

const secretsInUrls = (text: string): readonly string[] =>
  [...text.matchAll(userinfo)].flatMap(([, scheme = '', user = '', password]) => {
    const isToken = user.length >= 20 || (password === undefined && /^https?$/i.test(scheme));
    const secrets = isToken ? [user, decoded(user)] : [];
    return password === undefined || password === ''
      ? secrets
      : [...secrets, password, decoded(password), `${decoded(user)}:${decoded(password)}`];
  });

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const basicPairs = (settings: object): readonly string[] => {
  const entries = Object.entries(settings);
  const users = entries
    .filter(([key, value]) => /^(user(_?name)?|login)$/i.test(key) && typeof value === 'string')
    .map(([, value]) => String(value));
  const secrets = entries.map(([, value]) => value).filter((value) => Secret.is(value));
  return users.flatMap((user) => secrets.map((secret) => `${user}:${secret.reveal()}`));
};
