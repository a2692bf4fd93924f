// @ts-check

const flag = '--sandbox';

/**
 * Takes the flag of the start script out of the arguments, as the app does not know it.
 * @param {string[]} rest
 * @returns {{ isSandbox: boolean, rest: string[] }}
 */
export function sandboxFlag(rest) {
  return { isSandbox: rest.includes(flag), rest: rest.filter((argument) => argument !== flag) };
}
