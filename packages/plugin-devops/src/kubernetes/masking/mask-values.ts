import { isSecretName } from '@lineclear/core/plugin';
import { maskText } from './mask-text.ts';
import type { Digest } from './secret-digest.ts';
import { isSecretLike } from './secret-names.ts';

/** How a field's name tells that its text is a secret: the fields of a spec have many that only refer to one, such as `secretName`. */
type Names = (name: string) => boolean;

/**
 * A part of an object with digests in the place of what is named like a secret: variables of containers, options and assignments in
 * their commands, fields such as `password`, and passwords in URLs. Keys that people choose are judged more strictly with `isOwnKeys`.
 */
export const maskValues = ({
  part,
  digest,
  hasOwnKeys = false,
}: {
  part: unknown;
  digest: Digest;
  hasOwnKeys?: boolean;
}): unknown => {
  const isSecretField: Names = hasOwnKeys ? isSecretLike : isSecretName;
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return maskText({ text: value, digest });
    if (Array.isArray(value))
      return value.map((item: unknown, index) => (isAfterOption(value, index) ? masked(item) : walk(item)));
    if (typeof value !== 'object' || value === null) return value;
    const isSecretVariable = 'name' in value && typeof value.name === 'string' && isSecretLike(value.name);
    const entries = Object.entries(value).map(([name, inner]: [string, unknown]) => {
      const isSecret = isSecretField(name) || (isSecretVariable && name === 'value');
      return [name, isSecret && typeof inner === 'string' ? digest(inner) : walk(inner)];
    });
    return Object.fromEntries(entries);
  };
  const masked = (item: unknown): unknown => (typeof item === 'string' ? digest(item) : walk(item));
  return walk(part);
};

/** Every text inside as a digest: for the kinds of which no value is shown. With `isBase64` it is one of what the text stands for. */
export const digestValues = ({
  part,
  digest,
  isBase64 = false,
}: {
  part: unknown;
  digest: Digest;
  isBase64?: boolean;
}): unknown => {
  if (typeof part === 'string') return digest(isBase64 ? Buffer.from(part, 'base64') : part);
  if (Array.isArray(part)) return part.map((item: unknown) => digestValues({ part: item, digest, isBase64 }));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, digestValues({ part: inner, digest, isBase64 })]));
};

// `--password hunter2`, as the arguments of a container have it.
const isAfterOption = (list: readonly unknown[], index: number): boolean => {
  const before = list[index - 1];
  return typeof before === 'string' && /^--?[\w-]{2,80}$/.test(before) && isSecretLike(before) && typeof list[index] === 'string';
};
