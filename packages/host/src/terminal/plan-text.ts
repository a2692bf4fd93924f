import type { JsonObject, Pending } from '@lineclear/core';
import { onOneLine, plain } from './plain.ts';

/** Everything that a person must see before deciding about a plan. */
export const planText = ({ plan, input }: Pending): string =>
  [
    onOneLine(plan.preview['description']),
    '',
    `  tool       ${plan.tool}`,
    `  asked by   ${onOneLine(plan.principal)}`,
    ...factsOf({ ...plan.preview, ticket: plan.ticket, expires_at: new Date(plan.expiresAt).toISOString() }),
    '',
    'Arguments:',
    indented(input ?? 'These cannot be shown any more.'),
    ...effectsOf(plan.preview),
    '',
  ].join('\n');

/** A preview as the person who asked for it sees it. */
export const previewText = (preview: JsonObject): string =>
  [onOneLine(preview['description']), '', ...factsOf(preview), ...effectsOf(preview), ''].join('\n');

const factsOf = ({ profile, tier, risk, ticket, expires_at }: JsonObject): readonly string[] => [
  `  profile    ${onOneLine(profile)} (${onOneLine(tier)})`,
  `  risk       ${onOneLine(risk)}`,
  `  ticket     ${onOneLine(ticket)}`,
  `  expires    ${onOneLine(expires_at)}`,
];

const effectsOf = ({ changes, before, details, warnings }: JsonObject): readonly string[] => [
  ...(Array.isArray(warnings) ? warnings.map((warning) => `Warning: ${onOneLine(warning)}`) : []),
  ...(changes === undefined ? [] : ['Changes:', indented(Array.isArray(changes) ? changes.map(String).join('\n') : changes)]),
  ...(before === undefined ? [] : ['Now:', indented(before)]),
  ...(details === undefined ? [] : ['Details:', indented(details)]),
];

const indented = (value: unknown): string =>
  plain(typeof value === 'string' ? value : JSON.stringify(value, undefined, 2))
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
