/** The first `longest` characters of a text, and `…` where more follow. Half a character at the cut becomes U+FFFD. */
export const shortened = ({ text, longest }: { text: string; longest: number }): string =>
  text.length <= longest ? text : `${text.slice(0, longest).toWellFormed()}…`;
