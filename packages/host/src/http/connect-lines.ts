/** What to paste where, to connect a client to a server over HTTP. */
export interface ConnectLine {
  readonly client: string;
  /** Where the text goes: a shell, or a file. */
  readonly place: string;
  readonly text: string;
}

/** Ready-to-paste lines for the usual clients. `token` is absent on a server that wants none. */
export const connectLines = ({
  name,
  url,
  token,
}: {
  name: string;
  url: string;
  token: string | undefined;
}): readonly ConnectLine[] => {
  const header = token === undefined ? undefined : `Authorization: Bearer ${token}`;
  const headers = token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } };
  // Both commands take any number of headers after --header, so it comes last.
  const last = header === undefined ? '' : ` --header "${header}"`;
  return [
    { client: 'Claude', place: 'shell', text: `claude mcp add --transport http ${name} ${url}${last}` },
    {
      client: 'VS Code',
      place: '.vscode/mcp.json',
      text: JSON.stringify({ servers: { [name]: { type: 'http', url, ...headers } } }),
    },
    { client: 'Cursor', place: '.cursor/mcp.json', text: JSON.stringify({ mcpServers: { [name]: { url, ...headers } } }) },
    {
      client: 'Inspector',
      // On an older Node, npx takes an Inspector that knows none of these options.
      place: 'shell, Node 22.19 or later',
      text: `npx @modelcontextprotocol/inspector --transport http --server-url ${url}${last}`,
    },
  ];
};
