// @ts-check

const address = '127.0.0.1:7400';
// As the first word they are about the whole program; `serve` has a help of its own.
const ofTheProgram = new Set(['--help', '-h', '--version', '-V']);

/**
 * What `npm start -- …` asks of the command line: HTTP on the loopback address unless the arguments name a transport or another command.
 * @param {string[]} rest
 */
export function serveArguments(rest) {
  const [first] = rest;
  if (first !== undefined && (!first.startsWith('-') || ofTheProgram.has(first))) return rest;
  const transports = ['--http', '--stdio'];
  if (rest.some((argument) => transports.some((name) => argument === name || argument.startsWith(`${name}=`)))) {
    return ['serve', ...rest];
  }
  return ['serve', '--http', address, ...rest];
}
