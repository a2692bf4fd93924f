// @ts-check

/**
 * Says one short line on stderr; stdout belongs to the protocol.
 * @param {string} text
 */
export function note(text) {
  process.stderr.write(`lineclear: ${text}\n`);
}
