import * as z from 'zod';

/** An input that a workflow takes when it is started by hand. */
export interface DeclaredInput {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly hasDefault: boolean;
  /** What a choice may be; undefined for other types. */
  readonly options: readonly string[] | undefined;
}

/** What the text of a workflow says. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */
export interface WorkflowFile {
  /** Undefined where it cannot be told: then GitHub alone checks them. */
  readonly inputs: readonly DeclaredInput[] | undefined;
  /** The environments that its jobs name: what runs there may deploy. */
  readonly environments: readonly string[];
}

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const declared = z
  .object({
    type: z.string().default('string'),
    required: z.boolean().default(false),
    default: z.unknown().optional(),
    options: z.array(scalar).optional(),
  })
  .nullable()
  .refine((input) => input?.type !== 'choice' || input.options !== undefined);
const dispatch = z.object({ inputs: z.record(z.string().regex(/^[\w-]+$/), declared).nullish() }).nullable();
const workflow = z.object({
  on: z
    .union([
      z.literal('workflow_dispatch').transform(() => null),
      z
        .array(z.string())
        .refine((events) => events.includes('workflow_dispatch'))
        .transform(() => null),
      z.object({ workflow_dispatch: dispatch }).transform((events) => events.workflow_dispatch),
    ])
    .optional()
    .catch(undefined),
  jobs: z.record(z.string(), z.unknown()).catch({}),
});
const job = z.object({ environment: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]) });

/** Reads the text of a workflow; what is no YAML says nothing. */
export const parseWorkflow = async (text: string): Promise<WorkflowFile> => {
  // Loaded with the first workflow that is started.
  const { parse } = await import('yaml');
  const { on, jobs } = workflow.catch({ on: undefined, jobs: {} }).parse(quietly(() => parse(text, { maxAliasCount: 100 })));
  const inputs = on === undefined ? undefined : Object.entries(on?.inputs ?? {}).map(([name, input]) => toInput({ name, input }));
  const environments = Object.values(jobs).flatMap((one) => job.safeParse(one).data?.environment ?? []);
  return { inputs, environments: [...new Set(environments)].slice(0, 20) };
};

const toInput = ({ name, input }: { name: string; input: z.output<typeof declared> }): DeclaredInput => ({
  name,
  type: input?.type ?? 'string',
  isRequired: input?.required ?? false,
  hasDefault: input?.default !== undefined,
  options: input?.type === 'choice' ? input.options : undefined,
});

const quietly = (read: () => unknown): unknown => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
