/** The part of the TypeScript worker package that generated code uses, with the signatures it has there. */
export const workerDeclarations = `declare module '@tasker-systems/tasker' {
  export interface StepContext { readonly taskUuid: string }
  export class StepHandlerResult { private readonly mark: true }
  export class StepHandler { private readonly mark: true }
  export class PermanentError extends Error { constructor(message: string, metadata?: Record<string, unknown>) }
  export class Decision {
    private constructor();
    static route(steps: string[], routingContext?: Record<string, unknown>): Decision;
  }
  export interface BatchConfig { totalItems: number; batchSize: number; metadata?: Record<string, unknown> }
  type Options = { depends?: Record<string, string>; inputs?: Record<string, string>; version?: string };
  type Args = Record<string, unknown> & { context: StepContext };
  type Result = Record<string, unknown> | StepHandlerResult | undefined;
  type HandlerClass = typeof StepHandler & { new (): StepHandler };
  export function defineHandler(name: string, options: Options, fn: (args: Args) => Promise<Result>): HandlerClass;
  export function defineDecisionHandler(name: string, options: Options, fn: (args: Args) => Promise<Decision | StepHandlerResult>): HandlerClass;
  export function defineBatchAnalyzer(
    name: string, options: Options & { workerTemplate: string }, fn: (args: Args) => Promise<BatchConfig | StepHandlerResult>): HandlerClass;
  export function defineBatchWorker(
    name: string, options: Options, fn: (args: Args & { batchContext: object | null }) => Promise<Result>): HandlerClass;
}
declare module 'vitest' {
  export function it(title: string, run: () => Promise<void>): void;
  export const expect: { (value: unknown): { toEqual(other: unknown): void }; arrayContaining(list: string[]): unknown };
}
`;
