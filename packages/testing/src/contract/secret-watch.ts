import type { AnyConnection, Plugin } from '@lineclear/core/plugin';
import { LineclearError, Secret } from '@lineclear/core/plugin';
import { formsOf } from '../http/scrub.ts';
import { secretMarker } from './options.ts';
import type { Finding, Rule } from './rules.ts';

/** Looks for secrets, in every spelling, in anything that a plugin lets out. */
export interface SecretWatch {
  /** A finding when the value holds a secret. */
  check(found: { rule: Rule; subject: string; where: string; value: unknown }): readonly Finding[];
}

/** Watches `secretMarker` and every secret in the settings. */
export const createSecretWatch = (secrets: readonly string[]): SecretWatch => {
  const forms = [secretMarker, ...secrets].flatMap(formsOf);
  return {
    check: ({ rule, subject, where, value }) => {
      const text = textsOf(value).join('\n');
      return forms.some((form) => text.includes(form)) ? [{ rule, subject, message: `A secret stands in ${where}.` }] : [];
    },
  };
};

/** The clear texts of all secrets in the given settings, parsed by their connections. */
export const secretsIn = (plugin: Plugin, settings: Readonly<Record<string, unknown>>): readonly string[] =>
  connectionsOf(plugin).flatMap((connection) => {
    const parsed: { success: boolean; data?: unknown } = connection.profile.safeParse(settings[connection.id]);
    return parsed.success ? revealed(parsed.data) : [];
  });

/** Every connection that the tools and resources name, once. */
export const connectionsOf = (plugin: Plugin): readonly AnyConnection[] => [
  ...new Set(
    [...plugin.tools, ...(plugin.resources ?? [])].flatMap(({ connection }) => (connection === undefined ? [] : [connection])),
  ),
];

const revealed = (value: unknown): readonly string[] => {
  if (Secret.is(value)) return [value.reveal()];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(revealed) : [];
};

/** Every text in a value: keys, strings, an error's message and details; circular values end. */
const textsOf = (value: unknown, seen: Set<object> = new Set()): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  if (Secret.is(value)) return [];
  if (value instanceof Map) return [...value].flatMap((pair) => textsOf(pair, seen));
  if (value instanceof Set) return [...value].flatMap((item) => textsOf(item, seen));
  if (value instanceof URL) return [value.href];
  // A cause is for the log of an operator, who sees it redacted; it is not sent.
  if (LineclearError.is(value)) return [value.message, value.hint, ...textsOf(value.details, seen)];
  if (value instanceof Error) return [value.message];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner, seen)]);
};
