import { sha256Hex } from '../digest/sha256.ts';
import { secretRules } from './rules.ts';
import type { SecretRule } from './rules.ts';

/** Where a secret is and of which kind it is; never the secret. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly kind: string;
  /** The same for the same kind in the same line of the same file, whatever the secret: it tells nothing about the value. */
  readonly fingerprint: string;
}
export interface NumberedLine {
  readonly line: number;
  readonly text: string;
}

/** Looks for secrets in lines of one file. One finding for each kind in a line. */
export const findSecrets = ({ path, lines }: { path: string; lines: Iterable<NumberedLine> }): readonly Finding[] => {
  const findings: Finding[] = [];
  for (const { line, text } of lines) {
    for (const plain of windows(text)) {
      const lower = plain.toLowerCase();
      const found = secretRules.flatMap((rule) => {
        const secret = rule.near.some((word) => lower.includes(word)) ? firstSecret({ rule, text: plain }) : undefined;
        return secret === undefined ? [] : [{ kind: rule.kind, generic: rule.generic === true, secret }];
      });
      // What has a kind of its own need not be reported as some assigned value too.
      const named = found.filter(({ generic }) => !generic);
      for (const { kind, secret } of named.length > 0 ? named : found.slice(0, 1))
        findings.push({ path, line, kind, fingerprint: fingerprintOf({ path, kind, text: plain, secret }) });
    }
  }
  return findings;
};

/** Shannon entropy in bits per character. */
const entropyOf = (text: string): number => {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
};

const windowLength = 20_000;
const overlap = 500;

// A minified file is one line. UTF-16 text has a NUL in every character that secrets are made of.
const windows = (text: string): readonly string[] => {
  const plain = text.replaceAll('\0', '');
  if (plain.length <= windowLength) return [plain];
  const count = Math.ceil((plain.length - overlap) / (windowLength - overlap));
  return Array.from({ length: count }, (_, index) => {
    const from = index * (windowLength - overlap);
    return plain.slice(from, from + windowLength);
  });
};

const firstSecret = ({ rule, text }: { rule: SecretRule; text: string }): string | undefined => {
  for (const match of text.matchAll(rule.pattern)) {
    const secret = match.groups?.['secret'] ?? match[0];
    if (rule.generic === true ? looksRandom(secret) : !isPlaceholder(secret)) return secret;
  }
  return undefined;
};

const placeholder =
  /example|placeholder|change_?me|dummy|redacted|your[_-]|x{6}|\*{3}|^(?:pass(?:word|wd)?|secret|postgres|mysql|guest|admin|rabbitmq)$/i;

const isPlaceholder = (secret: string): boolean => placeholder.test(secret) || entropyOf(secret) < 1.5;

// Names of other things (`TOKEN_FROM_SETTINGS`, `process.env.TOKEN`) have letters only, or few different characters.
const looksRandom = (secret: string): boolean =>
  /\d/.test(secret) && /[A-Za-z]/.test(secret) && !isPlaceholder(secret) && entropyOf(secret) >= 3.5;

const fingerprintOf = (request: { path: string; kind: string; text: string; secret: string }): string => {
  const { path, kind, text, secret } = request;
  const line = text.replaceAll(secret, '').trim();
  return sha256Hex(JSON.stringify([kind, path, line])).slice(0, 16);
};
