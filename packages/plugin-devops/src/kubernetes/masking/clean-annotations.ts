import * as z from 'zod';
import { maskText } from './mask-text.ts';
import { maskValues } from './mask-values.ts';
import type { Digest } from './secret-digest.ts';
import { isSecretLike } from './secret-names.ts';

/** Whole copies of an object, which tools compare it with later; some of them are packed, so that no word in them is found. */
const copies: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'kapp.k14s.io/original',
  'objectset.rio.cattle.io/applied',
  'banzaicloud.com/last-applied',
]);

/** What an annotation of a Secret may say: whose it is, and never what is in it. */
const harmless = /^(?:kubernetes\.io\/service-account\.|meta\.helm\.sh\/|cert-manager\.io\/|lineclear\.dev\/)/;

/** The annotations of an object as they may be shown. Those of a Secret are digests, because many tools keep its values there. */
export const cleanAnnotations = ({
  annotations,
  isSecret,
  digest,
}: {
  annotations: Readonly<Record<string, string>>;
  /** Whether it is of a kind of which no value is shown. */
  isSecret: boolean;
  digest: Digest;
}): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(annotations)
      .filter(([name]) => !copies.has(name))
      .map(([name, text]) => {
        const isHidden = isSecret ? !harmless.test(name) : isSecretLike(name);
        return [name, isHidden ? digest(text) : shown({ text, digest })];
      }),
  );

const ofSecret = z.looseObject({ kind: z.literal('Secret') });

const shown = ({ text, digest }: { text: string; digest: Digest }): string => {
  if (!/^\s*[[{]/.test(text)) return maskText({ text, digest });
  try {
    const part: unknown = JSON.parse(text);
    if (ofSecret.safeParse(part).success) return digest(text);
    return JSON.stringify(maskValues({ part, digest, hasOwnKeys: true }));
  } catch {
    // It only began like JSON, or is nested deeper than anybody writes.
    return maskText({ text, digest });
  }
};
