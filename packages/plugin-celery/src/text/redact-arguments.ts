import { isSecretName, type JsonValue } from '@lineclear/core/plugin';

// Credentials inside an address: redis://user:password@host.
const userinfo = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@:'"]*:[^\s/@'"]*@/gi;

/** Arguments of a task without what looks like a secret: values of secret-looking names, and credentials inside URLs. */
export const redactArguments = (value: JsonValue): JsonValue => {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(redactArguments);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isSecretName(key) ? '[secret]' : redactArguments(inner)]),
  );
};

/** Python's text of arguments, or any other, without credentials inside URLs and without values of secret-looking names. */
export const redactText = (text: string): string => text.replace(userinfo, '$1[secret]@').replace(pairs, '$1[secret]');

// 'api_key': 'abc'   password=abc   "token": "abc". Every part is bounded: the text comes from queues, and must not cost more than its length.
const pairs =
  /(?<![\w-])([\w-]{0,40}(?:passw(?:or)?d|passphrase|secret|token|api_?key|private_?key|credential|authorization|cookie)[\w-]{0,40}['"]?\s{0,8}[:=]\s{0,8})(?:'[^']*'|"[^"]*"|[^\s,;)}\]'"]+)/gi;
