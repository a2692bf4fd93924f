import type { ConfigIssue } from '@lineclear/core';
import * as z from 'zod';

/** What a configuration says beside its profiles and its policy, which core checks. */
export const hostSettings = z.strictObject({
  audit: z
    .strictObject({
      anchor: z
        .string()
        .min(1)
        .optional()
        .describe('Where the newest head of the audit chain is also kept: a file, or "syslog".'),
      mirror: z.string().min(1).optional().describe('A JSONL file that every audit event is also appended to.'),
    })
    .optional()
    .describe('Where the audit trail is kept beside the store.'),
  server: z
    .strictObject({
      hosts: z.array(z.string().min(1)).optional().describe('More host names that reach this server, as ops.example.com.'),
      origins: z.array(z.string().min(1)).optional().describe('Host names of web pages that may call this server.'),
    })
    .optional()
    .describe('The HTTP server.'),
});
export type HostSettings = z.output<typeof hostSettings>;

const topLevel = ['default', 'profiles', 'policy', ...Object.keys(hostSettings.shape)];

/** A file's value, taken apart: what core checks, and what the host does. */
export interface FileParts {
  readonly settings: HostSettings;
  readonly default: unknown;
  readonly profiles: Readonly<Record<string, unknown>>;
  readonly policy: unknown;
}

/** Takes a configuration apart. Whatever core can judge better passes through unchecked. */
export const takeApart = (value: unknown): { readonly parts: FileParts; readonly issues: readonly ConfigIssue[] } => {
  if (!isRecord(value)) {
    return {
      parts: nothing,
      issues: [
        {
          path: [],
          message: 'The file is no mapping.',
          hint: 'Begin with "default:" and "profiles:", or write a file with init.',
        },
      ],
    };
  }
  const unknown = Object.keys(value).filter((key) => !topLevel.includes(key));
  const { audit, server, profiles } = value;
  const checked = hostSettings.safeParse({
    ...(audit === undefined ? {} : { audit }),
    ...(server === undefined ? {} : { server }),
  });
  const issues: ConfigIssue[] = [
    ...unknown.map((key) => ({
      path: [key],
      message: `Unknown key "${key}".`,
      hint: `The keys here are ${topLevel.join(', ')}.`,
    })),
    ...(checked.error?.issues ?? []).flatMap(toIssues),
  ];
  if (!isRecord(profiles))
    issues.push({
      path: ['profiles'],
      message: 'There are no profiles.',
      hint: 'Name at least one environment under "profiles:".',
    });
  return {
    parts: {
      settings: checked.data ?? {},
      default: value['default'],
      profiles: isRecord(profiles) ? profiles : {},
      policy: value['policy'],
    },
    issues,
  };
};

const nothing: FileParts = { settings: {}, default: undefined, profiles: {}, policy: undefined };

const toIssues = (issue: z.core.$ZodIssue): readonly ConfigIssue[] => {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `Unknown key "${key}".`,
      hint: `The keys here are ${keysAt(path[0]).join(', ')}.`,
    }));
  }
  return [{ path, message: `${issue.message}.`, hint: 'Write a value that fits; "schema" prints what does.' }];
};

const keysAt = (section: string | number | undefined): readonly string[] => {
  const { audit, server } = hostSettings.shape;
  return Object.keys((section === 'audit' ? audit : server).unwrap().shape);
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
