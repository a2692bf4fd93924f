import type { JsonObject } from '../plugin/json.ts';
import type { PromptMessage } from '../plugin/prompt.ts';
import type { PromptDefinition } from '../registry/prompts.ts';
import type { ResourceDefinition, TemplateDefinition } from '../registry/resources.ts';
import type { Page } from '../registry/types.ts';
import type { CallAnswer, CallRequest, Caller, ErrorAnswer } from './types.ts';

export type { PromptDefinition, ResourceDefinition, TemplateDefinition };

export type CompletionTarget =
  | { readonly kind: 'prompt'; readonly name: string }
  | { readonly kind: 'resource'; readonly uri: string };

/** An answer or the error that explains why there is none. */
export type Outcome<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ErrorAnswer };

/** The one path that every request of every transport takes. The protocol layers only translate. */
export interface CallPath {
  readonly info: { readonly name: string; readonly title: string; readonly version: string };
  /** Generated from the composition; at most 400 tokens. */
  instructions(caller: Caller): string;
  /** The tools that this caller may see, in pages. */
  tools(caller: Caller): readonly Page[];
  /** True when the name (or an alias) could be called by anyone; used to route, never to authorise. */
  knows(tool: string): boolean;
  /** True when the name (or an alias) is a read tool's: it asks nobody. Used to route, never to authorise. */
  isRead(tool: string): boolean;
  call(request: CallRequest): Promise<CallAnswer>;

  /** What this caller could find beside tools; capabilities that would stay empty are not declared. Cheap: asked for every server instance. */
  offers(caller: Caller): { readonly prompts: boolean; readonly resources: boolean; readonly completions: boolean };
  prompts(caller: Caller): readonly PromptDefinition[];
  getPrompt(request: {
    name: string;
    args: JsonObject;
    caller: Caller;
  }): Promise<Outcome<{ description: string; messages: readonly PromptMessage[] }>>;
  /** Fixed resources and what templates list today. */
  resources(caller: Caller, signal: AbortSignal): Promise<readonly ResourceDefinition[]>;
  templates(caller: Caller): readonly TemplateDefinition[];
  readResource(request: {
    uri: string;
    caller: Caller;
    signal: AbortSignal;
  }): Promise<Outcome<{ uri: string; mimeType: string; text?: string; blob?: string }>>;
  complete(request: { target: CompletionTarget; argument: string; prefix: string; caller: Caller }): Promise<{
    values: readonly string[];
    total: number;
    hasMore: boolean;
  }>;

  /** Calls back when the tool table changed; returns how to stop. */
  onToolsChanged(listener: () => void): () => void;
}
