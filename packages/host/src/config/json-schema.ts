import { connectionsOf, type JsonObject, type PluginEntry } from '@lineclear/core';
import * as z from 'zod';
import { hostSettings, isRecord } from './shape.ts';

/** The JSON Schema of a configuration for these plugins, for editors. */
export const configSchema = ({ plugins }: { plugins: readonly PluginEntry[] }): JsonObject => {
  const connections = connectionsOf(plugins).map(({ id, profile }) => [id, withReferences(schemaOf(profile))]);
  const own = schemaOf(hostSettings)['properties'];
  return toJson({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'lineclear configuration',
    type: 'object',
    additionalProperties: false,
    required: ['profiles'],
    properties: {
      default: { type: 'string', description: 'The active profile where nothing else names one.' },
      profiles: {
        type: 'object',
        description: 'Environments by name.',
        minProperties: 1,
        propertyNames: { pattern: '^[a-z0-9_-]{1,32}$' },
        additionalProperties: {
          type: 'object',
          additionalProperties: false,
          properties: { ...profileSettings, ...Object.fromEntries(connections) },
        },
      },
      policy: { type: 'array', description: 'The first rule whose conditions hold decides.', items: rule },
      ...(isRecord(own) ? own : {}),
    },
  });
};

const assurance = { enum: ['model', 'client', 'human'] };
const profileSettings = {
  tier: {
    enum: ['development', 'staging', 'production'],
    default: 'production',
    description: 'How much the environment matters.',
  },
  writes: { enum: ['confirm', 'off'], default: 'confirm', description: 'Whether anything can be written.' },
  approval: {
    type: 'object',
    additionalProperties: false,
    description: 'Who has to approve a write, by its risk; only stricter than the default.',
    properties: { additive: assurance, reversible: assurance, destructive: assurance },
  },
  direct: {
    type: 'array',
    items: { type: 'string' },
    description: 'Write tools that run without a preview; refused for production.',
  },
};

const oneOrMore = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }] };
const rule = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...Object.fromEntries(
      ['profile', 'tier', 'principal', 'plugin', 'toolset', 'tool', 'risk', 'class', 'target'].map((name) => [name, oneOrMore]),
    ),
    kind: { enum: ['read', 'write'] },
    allow: { enum: ['allow', 'preview', 'deny'] },
    approval: assurance,
  },
};

const schemaOf = (schema: z.ZodType): Record<string, unknown> => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
};

// A reference stands in any text, also where the text itself has to be a URL.
const withReferences = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withReferences);
  if (!isRecord(schema)) return schema;
  const isNarrowText =
    schema['type'] === 'string' && ['format', 'pattern', 'enum', 'minLength', 'maxLength'].some((key) => key in schema);
  if (isNarrowText) return { anyOf: [schema, { type: 'string', pattern: '\\$\\{(env|file|command):' }] };
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withReferences(value)]));
};

const toJson = (value: unknown): JsonObject => z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(value)));
