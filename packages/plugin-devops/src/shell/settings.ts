import * as z from 'zod';

/** What shell lines may hold; without it no tool takes one. */
export const shellSettings = z
  .strictObject({
    allow: z
      .array(z.string().regex(/^(?::|[A-Za-z0-9_][A-Za-z0-9_.+-]*)$/, 'A bare name such as "grep".'))
      .min(1)
      .describe('Programs, and commands of bash such as echo, that a line may use. For example ["ls", "grep", "wc"].'),
  })
  .optional()
  .describe('Offers shell_run, for lines of these programs; absent by default.');

/** Tools that need the right to shell lines. */
export const needsShell = {
  if: ({ shell }: { shell?: z.output<typeof shellSettings> }): boolean => shell !== undefined,
  lack: 'no shell',
  hint: "Ask the operator to add shell: { allow: [names of programs] } to the profile's workspace. process_run runs one program without a shell.",
};
