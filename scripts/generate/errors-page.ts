import { errorTable } from '../../packages/core/src/plugin/errors.ts';

const head = `# Error codes

A call that fails answers with \`isError\` and JSON text \`{code, message, hint, retry_after_s?, details?}\`. The codes below are all there are: a plugin
never adds one, it refines one by \`details.reason\`. \`hint\` says what to do next; the table shows it as it is when nothing more exact is known.

<!-- Made from packages/core/src/plugin/errors.ts by \`npm run generate\`. -->

| code | meaning | hint |
| --- | --- | --- |
`;

/** The page about error codes, as Markdown. */
export function errorsPage(): string {
  return (
    head +
    Object.entries(errorTable)
      .map(([code, { meaning, hint }]) => `| \`${code}\` | ${meaning} | ${hint} |\n`)
      .join('')
  );
}
