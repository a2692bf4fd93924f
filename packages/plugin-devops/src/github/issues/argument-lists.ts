import * as z from 'zod';

/** An input field for labels. */
export const labelNames = (description: string) =>
  z
    .array(label)
    .refine((names) => names.length <= 100, 'At most 100.')
    .default([])
    .describe(description);

/** An input field for people. */
export const assigneeLogins = (description: string) =>
  z
    .array(login)
    .refine((names) => names.length <= 10, 'At most 10.')
    .default([])
    .describe(description);

// As refinements, which stay out of the published schema: patterns cost every listing of the tools.
const isLabel = (name: string): boolean => name.length >= 1 && name.length <= 50 && !/[\p{Cc}\u2028\u2029]/u.test(name);
const label = z.string().refine(isLabel, 'Not a name of a label.');

// A bot's login ends in `[bot]`.
const isLogin = (name: string): boolean => /^[A-Za-z0-9][\w-]{0,60}(?:\[bot\])?$/.test(name);

/** Somebody's login. */
export const login = z.string().refine(isLogin, 'Not a login.');
