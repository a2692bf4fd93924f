/** Reads commands off the pieces of a stream, as latin1 text: `*2`, `$3`, `GET`, `$1`, `k`, each on a line and counted in bytes. */
export const commandReader = (): ((piece: string) => readonly (readonly string[])[]) => {
  let unread = '';
  return (piece) => {
    unread += piece;
    const commands: (readonly string[])[] = [];
    for (let next = readCommand(unread); next !== undefined; next = readCommand(unread)) {
      commands.push(next.command);
      unread = unread.slice(next.length);
    }
    return commands;
  };
};

/** The first command of a text; undefined while it is not complete. */
const readCommand = (text: string): { readonly command: readonly string[]; readonly length: number } | undefined => {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (head === null) return undefined;
  const command: string[] = [];
  let at = head[0].length;
  for (let left = Number(head[1]); left > 0; left -= 1) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at, at + 16));
    if (size === null) return undefined;
    const start = at + size[0].length;
    at = start + Number(size[1]) + 2;
    if (at > text.length) return undefined;
    command.push(text.slice(start, at - 2));
  }
  return { command, length: at };
};
