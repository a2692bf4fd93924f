/** Marks the file as one of ours: `lncl` in ASCII. https://www.sqlite.org/pragma.html#pragma_application_id */
export const applicationId = 0x6c6e636c;

/**
 * Step n brings a file from version n to n + 1. Steps only add tables, columns and indexes, so that an older version can still read
 * every file; a released step is never changed.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE store (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    key BLOB NOT NULL
  ) STRICT;

  -- The columns that queries use are read out of the hashed text: there is no second copy to edit.
  CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    time TEXT GENERATED ALWAYS AS (body ->> '$.time') VIRTUAL,
    event TEXT GENERATED ALWAYS AS (body ->> '$.event') VIRTUAL,
    tool TEXT GENERATED ALWAYS AS (body ->> '$.tool') VIRTUAL,
    plugin TEXT GENERATED ALWAYS AS (body ->> '$.plugin') VIRTUAL,
    profile TEXT GENERATED ALWAYS AS (body ->> '$.profile') VIRTUAL,
    principal TEXT GENERATED ALWAYS AS (body ->> '$.principal') VIRTUAL,
    plan_id TEXT GENERATED ALWAYS AS (body ->> '$.plan_id') VIRTUAL
  ) STRICT;
  CREATE INDEX events_by_time ON events (time);
  CREATE INDEX events_by_tool ON events (tool);
  CREATE INDEX events_by_plan ON events (plan_id) WHERE plan_id IS NOT NULL;
  CREATE INDEX events_by_name ON events (event) WHERE event <> 'read';

  CREATE TABLE plans (
    id TEXT PRIMARY KEY,
    ticket TEXT NOT NULL UNIQUE,
    tool TEXT NOT NULL,
    definition_hash TEXT NOT NULL,
    profile TEXT NOT NULL,
    input_digest TEXT NOT NULL,
    principal TEXT NOT NULL,
    instance TEXT NOT NULL,
    guard TEXT NOT NULL,
    risk TEXT NOT NULL,
    required TEXT NOT NULL,
    preview TEXT NOT NULL,
    sealed_input TEXT,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    claim_instance TEXT,
    claim_fence INTEGER,
    claim_lease_until INTEGER,
    assurance TEXT,
    approver TEXT,
    receipt TEXT
  ) STRICT;
  CREATE INDEX plans_by_input ON plans (input_digest, created_at);
  CREATE INDEX plans_by_state ON plans (state, principal, created_at);

  CREATE TABLE approvals (
    plan_id TEXT PRIMARY KEY,
    decision TEXT NOT NULL,
    approver TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    signature TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE state (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (scope, key)
  ) STRICT, WITHOUT ROWID;
  `,
];
