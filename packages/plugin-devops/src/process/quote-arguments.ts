/** A command line for people to read, unambiguous about where an argument ends. No shell reads it. */
export const quoteArguments = (argv: readonly string[]): string =>
  argv.map((argument) => (/^[\w@%+=:,./-]+$/.test(argument) ? argument : JSON.stringify(argument))).join(' ');
