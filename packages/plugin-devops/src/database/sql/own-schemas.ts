/** A condition on `pg_namespace n`: schemas that are not the server's own. */
export const ownSchemas = String.raw`n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'`;
