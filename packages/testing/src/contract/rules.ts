/** Every rule of the contract and how to keep it. */
export const rules = {
  plugin_id: 'Use [a-z0-9-] for the id of the plugin, starting with a letter.',
  plugin_version: 'Give the plugin a version such as 1.4.0; it is part of what a confirmation is bound to.',
  toolset_undeclared: 'Declare the toolset in `toolsets` of the plugin.',
  toolset_unused: 'Remove the toolset, or name it in a tool.',
  group_unknown: 'List only declared toolsets in a group.',
  tool_name: 'Use [a-z0-9_], starting with a letter, at most 48 characters.',
  tool_name_taken: 'Give each tool and each alias a name of its own.',
  alias_name: 'Use A-Z a-z 0-9 _ . - in an alias, at most 128 characters.',
  description_missing: 'Say in a first sentence what it does, and end it with a full stop.',
  description_long: 'Stay under 60 words, and under 30 in the first sentence.',
  description_shouts: 'Describe what happens; capital letters do not make a model obey.',
  field_undescribed: 'Add .describe() with an example value.',
  input_schema:
    'Use schemas that JSON Schema can express for every client: no dates, maps, sets, tuples, functions, big integers.',
  input_loose: 'Use z.object or z.strictObject, so that an unknown field is refused.',
  output_schema:
    'Use schemas that JSON Schema can express for every client: no dates, maps, sets, tuples, functions, big integers.',
  reserved_name: 'Rename the field: profile, confirm and ticket are added by core.',
  volatile_schema: 'Use constant defaults; a default that moves makes a confirmation miss its preview.',
  token_budget: 'Shorten descriptions, drop fields, or split the tool.',
  annotations: 'Declare the kind and risk that the tool really has.',
  composition: 'Make the plugin compose; the message says what stops it.',
  connection_missing: 'Give settings for this connection in `backend`.',
  secret_unwatched: 'Use `secretMarker` as the secret; shorter ones cannot be told from other text.',
  example_missing: 'Add an example: a tool to `examples`, a prompt to `prompts`, a resource to `resources`.',
  example_unknown: 'Remove the example, or correct its name.',
  example_failed: 'Make the example succeed, or name the error it must answer in `error`.',
  drift_missing:
    'Give the example a `drift` that changes what the guard watches, or `drift: false` when there is nothing to watch.',
  sends_unsafe: 'Send only what changes nothing; a query sent by POST says `{ safe: true }`.',
  sends_undeclared: 'Add the command to `readerCommands` when it changes nothing; otherwise send it from `execute` only.',
  changes_state: 'Move the change into `execute`.',
  input_not_json: 'Keep parsed inputs plain JSON: no Date, Map, BigInt or class instances.',
  output_not_json: 'Answer plain JSON: no Date, Map, BigInt or class instances.',
  guard_not_json: 'Make the guard plain JSON: no Date, Map, BigInt or class instances.',
  output_wrong: 'Answer what the output schema says.',
  guard_volatile: 'Leave clocks, random values and counters that move by themselves out of the guard.',
  digest_unstable: 'Parse equal arguments to equal inputs.',
  ran_unconfirmed: 'Change nothing before the confirmation.',
  ran_twice: 'Send the write once; use the idempotency key where the backend takes one.',
  replay_lost: 'Answer a second confirmation with the receipt of the first.',
  drift_missed: 'Put what the decision depends on into the guard.',
  write_repeated: 'Do not send a write again after an unclear answer, unless it carries the idempotency key.',
  reconcile_wrong: 'Answer `executed` when it happened and `unknown` when that cannot be seen.',
  bad_input_unhandled: 'Let the input schema refuse it.',
  failure_unhandled: 'Parse answers through a schema and throw LineclearError; anything else is answered as `internal`.',
  hangs: 'Pass `signal` on to everything that waits.',
  secret_in_result: 'Keep credentials in the client; return only what was asked for.',
  secret_in_error: 'Keep credentials out of messages and details.',
  secret_in_log: 'Log ids and counts, never settings or headers.',
  secret_in_audit: 'Mark secret inputs with secret(), and keep credentials out of results.',
  import_side_effect: 'Open, start and print nothing when the module is loaded; connect in `connect`, start in `start`.',
  probe_failed: 'Let the probe make one cheap read that a working backend answers.',
  prompt_failed: 'Make the prompt render with its example arguments.',
  resource_failed: 'Make the resource readable.',
} as const satisfies Record<string, string>;

/** The id of one rule of the contract. */
export type Rule = keyof typeof rules;

/** One place where a plugin breaks the contract. */
export interface Finding {
  readonly rule: Rule;
  /** The tool, prompt, resource or plugin. */
  readonly subject: string;
  readonly message: string;
}

/** One line per finding, with how to repair it. */
export const describeFindings = (findings: readonly Finding[]): string =>
  findings.map(({ rule, subject, message }) => `${subject}: ${message} [${rule}]\n    ${rules[rule]}`).join('\n');
