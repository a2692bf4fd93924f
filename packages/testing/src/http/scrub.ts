/** Takes secrets out of a recorded conversation. */
export interface Scrub {
  /** Replaces every form of the known secrets. */
  text(text: string): string;
  /** The same in every string of a JSON value, and hides the values of keys that name a credential. */
  json(value: unknown): unknown;
}

const hidden = '[secret]';
const credentialKey = /^(authorization|cookie)$|token|secret|passw|api[_-]?key|private[_-]?key|credential/i;
// A page token is how a client asks for the next page.
const harmlessKey = /(page|continue|sync)[_-]?token/i;

/** Knows each secret as it is, in base64, and percent-encoded. */
export const createScrub = (secrets: readonly string[]): Scrub => {
  const forms = [...new Set(secrets.flatMap(formsOf))].toSorted((one, other) => other.length - one.length);
  const text = (value: string): string => forms.reduce((rest, form) => rest.replaceAll(form, hidden), value);
  const json = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(json);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), hides(key, inner) ? hidden : json(inner)]));
  };
  return { text, json };
};

/** Every spelling under which a secret may travel: itself, percent-encoded, JSON-escaped, and inside base64 or base64url. */
export const formsOf = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  ...[0, 1, 2]
    .flatMap((offset) => (['base64', 'base64url'] as const).map((encoding) => insideEncoded({ secret, offset, encoding })))
    // A few characters would be found everywhere.
    .filter((form) => form.length >= 6),
];

// What surrounds a secret shifts its base64 by up to two bytes and changes the characters at both ends: `Basic user:secret`.
const insideEncoded = ({
  secret,
  offset,
  encoding,
}: {
  secret: string;
  offset: number;
  encoding: 'base64' | 'base64url';
}): string => {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  return whole.toString(encoding).slice(Math.ceil((offset * 4) / 3));
};

// Flags and counters such as `token_count` are no credentials.
const hides = (key: string, value: unknown): boolean =>
  typeof value === 'string' && value !== '' && credentialKey.test(key) && !harmlessKey.test(key);
