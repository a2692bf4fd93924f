import * as z from 'zod';

const errorData = z.looseObject({ code: z.string(), message: z.string(), hint: z.string() });

/** One JSON-RPC message from a server. */
export const Frame = z.strictObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.looseObject({ code: z.number(), message: z.string(), data: z.unknown().optional() }).optional(),
});
export type Frame = z.output<typeof Frame>;

/** The fields of an error answer, from a result or from a protocol error. Throws when the frame has none. */
export const errorOf = ({ result, error }: Frame): z.output<typeof errorData> & { details?: Record<string, unknown> } => {
  if (error !== undefined) return errorData.parse(error.data);
  const { isError, content } = z
    .looseObject({ isError: z.literal(true), content: z.array(z.looseObject({ text: z.string() })) })
    .parse(result);
  return { ...errorData.parse(JSON.parse(content[0]?.text ?? '')), isError };
};

/** The structured answer of a successful call, after checking that its text twin says the same. Throws on an error. */
export const valueOf = ({ result, error }: Frame): Record<string, unknown> => {
  const shape = z.looseObject({
    isError: z.literal(false).optional(),
    content: z.array(z.looseObject({ text: z.string().optional() })),
    structuredContent: z.record(z.string(), z.unknown()),
  });
  const parsed = shape.safeParse(result);
  if (!parsed.success) throw new Error(`no success: ${JSON.stringify(result ?? error)}`);
  const { content, structuredContent } = parsed.data;
  if (content[0]?.text !== JSON.stringify(structuredContent)) throw new Error('text and structuredContent differ');
  return structuredContent;
};

/** The names in an answer to tools/list. */
export const toolNames = ({ result }: Frame): readonly string[] =>
  z
    .looseObject({ tools: z.array(z.looseObject({ name: z.string() })) })
    .parse(result)
    .tools.map(({ name }) => name);
