/** What one line of TAP means, apart from the lines around it. */
export type TapLine =
  | {
      readonly kind: 'test';
      readonly failed: boolean;
      readonly name: string;
      readonly directive: 'skip' | 'todo' | undefined;
      /** Whether subtests follow in braces. */
      readonly opens: boolean;
    }
  | { readonly kind: 'subtest'; readonly title: string | undefined }
  | { readonly kind: 'plan'; readonly count: number }
  | { readonly kind: 'duration'; readonly milliseconds: number }
  | { readonly kind: 'bail'; readonly reason: string }
  | { readonly kind: 'brace' }
  | { readonly kind: 'other' };

/** Reads a line without its indentation. */
export const readTapLine = (text: string): TapLine => {
  const test = /^(not )?ok(?: +\d{1,9})?(?: +(?:- +)?|$)(.*)$/.exec(text);
  if (test !== null) return testLine({ failed: test[1] !== undefined, rest: test[2] ?? '' });
  if (text === '}') return { kind: 'brace' };
  if (text.startsWith('Bail out!')) return { kind: 'bail', reason: text.slice('Bail out!'.length).trim() };
  const plan = /^1\.\.(\d{1,9})(?:\s|$)/.exec(text);
  if (plan !== null) return { kind: 'plan', count: Number(plan[1]) };
  const subtest = /^# Subtest(?:: (.*))?$/.exec(text);
  if (subtest !== null) return { kind: 'subtest', title: subtest[1] };
  // Node writes it after the plan.
  const duration = /^# duration_ms (\d{1,12}(?:\.\d{1,9})?)$/.exec(text);
  return duration === null ? { kind: 'other' } : { kind: 'duration', milliseconds: Math.round(Number(duration[1])) };
};

const testLine = ({ failed, rest }: { failed: boolean; rest: string }): TapLine => {
  const opens = rest.endsWith('{') && !rest.endsWith('\\{');
  const text = (opens ? rest.slice(0, -1) : rest).trim();
  // Only what follows the first `#` that is not escaped is a directive: a name may say "# todo" too.
  const comment = text.search(/(?:^|\s)#/);
  const directive = comment === -1 ? undefined : /^\s*#\s*(skip|todo)\b/i.exec(text.slice(comment))?.[1]?.toLowerCase();
  const name = (comment === -1 ? text : text.slice(0, comment)).trim().replaceAll(/\\([\\#{])/g, '$1');
  return { kind: 'test', failed, name, opens, directive: directive === 'skip' || directive === 'todo' ? directive : undefined };
};
