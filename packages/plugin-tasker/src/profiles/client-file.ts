import { LineclearError, secret } from '@lineclear/core/plugin';
import * as z from 'zod';

const credentials = z.discriminatedUnion('type', [
  z.object({ type: z.literal('BearerToken'), value: secret() }),
  z.object({
    type: z.literal('ApiKey'),
    value: z.object({ key: secret(), header_name: z.string().min(1).default('X-API-Key') }),
  }),
]);
export type FileCredentials = z.output<typeof credentials>;

const endpoint = z.object({
  base_url: z.string().min(1).optional(),
  timeout_ms: z.int().min(0).optional(),
  auth: z.object({ method: credentials }).optional(),
});

const profile = z.object({
  transport: z.enum(['rest', 'grpc']).optional(),
  tools: z.array(z.string()).optional(),
  orchestration: endpoint.optional(),
  worker: endpoint.omit({ auth: true }).optional(),
});
/** One `[profile.NAME]` of the client's file. Keys that mean nothing here are left out. */
export type ClientProfile = z.output<typeof profile>;

const clientFile = z.object({ profile: z.record(z.string(), profile).default({}) });

/** Reads the text of the existing client's TOML file. What is wrong with it is told by line or by key, never by value. */
export const parseClientFile = async ({
  path,
  text,
}: {
  path: string;
  text: string;
}): Promise<ReadonlyMap<string, ClientProfile>> => {
  const { success, data, error } = clientFile.safeParse(await parseToml({ path, text }));
  if (!success) {
    const problems = error.issues.map((issue) => `${path}: ${issue.path.join('.')}: ${issue.message}`);
    throw new LineclearError('invalid_input', problems.join('\n'), { hint: 'Correct these keys; nothing was written.' });
  }
  const profiles = new Map(Object.entries(data.profile).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  if (profiles.size > 0) return profiles;
  throw new LineclearError('invalid_input', `${path} has no [profile.NAME] table.`, {
    hint: 'Name the file that has the profiles.',
  });
};

const parseToml = async ({ path, text }: { path: string; text: string }): Promise<unknown> => {
  const { parse, TomlError } = await import('smol-toml');
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // Neither its message nor it as the cause: both quote the lines around, and a token may stand there.
    throw new LineclearError('invalid_input', `${path}:${error.line}:${error.column} is not valid TOML.`, {
      hint: 'Correct the syntax at this line; nothing was written.',
    });
  }
};
