// The authors' door: everything a plugin needs, and zod as the only thing it loads.
export { definePlugin } from './plugin.ts';
export type { DefaultRule } from './default-rule.ts';
export type { Found, FoundProfile, Importer, Plugin, PluginSpec, Toolset } from './plugin.ts';
export { defineConnection } from './connection.ts';
export type { AnyConnection, Connection, ConnectionSpec, Live } from './connection.ts';
export type { CoveredWriteSpec, CoveredWriteTool } from './covered-write.ts';
export { read, write } from './tool.ts';
export type {
  Alias,
  AnyTool,
  Classification,
  Offered,
  Preview,
  ReadSpec,
  ReadTool,
  Reconciled,
  Recovered,
  WriteSpec,
  WriteTool,
} from './tool.ts';
export { definePrompt } from './prompt.ts';
export type { AnyPrompt, Prompt, PromptMessage, PromptSpec } from './prompt.ts';
export { resource } from './resource.ts';
export type { AnyResource, Resource, ResourceContents, ResourceListing, ResourceSpec } from './resource.ts';
export type { SourceEntry, SourceRead, SourceWrite, ToolSource } from './source.ts';
export { withImages } from './image.ts';
export type { Image, WithImages } from './image.ts';
export { Secret, secret } from './secret.ts';
export { isSecretName } from './secret-name.ts';
export { mapConcurrently } from './map-concurrently.ts';
export { quoted } from './quoted.ts';
export { oneWriteAtATime, procedure, withWhatThereIs } from './procedure.ts';
export { cleanText, fence } from './clean.ts';
export { hiddenCharacters, invisible, isShownWhole } from './hidden-characters.ts';
export { path } from './http.ts';
export type {
  ErrorAnswer,
  Explanation,
  FetchedAnswer,
  HttpClient,
  HttpOptions,
  HttpRequest,
  HttpResponse,
  OpenHttp,
} from './http.ts';
export { errorTable, LineclearError } from './errors.ts';
export type { Effect, ErrorCode, ErrorOptions } from './errors.ts';
export type {
  Assurance,
  CallContext,
  Clock,
  Log,
  PluginAudit,
  PluginState,
  Principal,
  ProfileInfo,
  Progress,
  Risk,
  Tier,
} from './context.ts';
export type { JsonObject, JsonValue } from './json.ts';
