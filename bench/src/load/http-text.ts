/** A POST of MCP as it goes over the wire. */
export const httpText = ({
  port,
  headers,
  body,
}: {
  port: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}): string => {
  const lines = Object.entries({
    host: `127.0.0.1:${port}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /mcp HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
};
