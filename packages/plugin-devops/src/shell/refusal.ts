import { LineclearError } from '@lineclear/core/plugin';

/** What a line must not hold, and what to do instead. */
interface Construct {
  readonly name: string;
  readonly hint: string;
}

/** The refusal of a line for one construct in it. Nothing has run. */
export const refused = ({ construct, text }: { construct: ConstructName; text: string }): LineclearError => {
  const { name, hint } = constructs[construct];
  return new LineclearError('forbidden', `The line holds ${name}: ${quote(text)}. Nothing ran.`, {
    hint,
    details: { reason: 'shell_construct', construct, text: excerpt(text) },
    effect: 'none',
  });
};

/** The refusal of a line for a command in it. Nothing has run. */
export const refusedCommand = (request: { text: string; why: string; hint: string; reason: string }): LineclearError =>
  new LineclearError('forbidden', `The line's command ${quote(request.text)} ${request.why}. Nothing ran.`, {
    hint: request.hint,
    details: { reason: request.reason, command: excerpt(request.text) },
    effect: 'none',
  });

export type ConstructName = keyof typeof constructs;

const instead = 'Use process_run with argv for one program; a person can approve what this profile does not allow.';
const literally = "Quote it when it is meant as it stands, as in '{a}'.";

const constructs = {
  unreadable: { name: 'something that cannot be judged', hint: `Write it with simple commands. ${instead}` },
  disagreement: { name: 'something that can be read in two ways', hint: `Put quotes around arguments. ${instead}` },
  character: {
    name: 'a character that does not belong into a command line',
    hint: 'Use plain text: no control characters, and blanks and line ends only from the keyboard.',
  },
  crowd: { name: 'too many commands', hint: 'Put them into a script of the workspace.' },
  background: { name: 'a process in the background', hint: 'Run it to its end, or use process_start.' },
  function: { name: 'a function', hint: 'Write its commands out, or put them into a script.' },
  arithmetic: { name: 'arithmetic, which can run commands in values', hint: 'Compute it before, and write the result.' },
  array: { name: 'an array', hint: 'Write the words out.' },
  heredoc: { name: 'a here-document or here-string', hint: "Use printf '%s\\n' … | program, or process_run with stdin." },
  process_substitution: { name: 'a process substitution', hint: 'Use a pipe, or a file of the workspace.' },
  backticks: { name: 'backticks', hint: 'Write $(…); inside single quotes they are plain text.' },
  expansion: {
    name: 'an expansion other than $name, ${name}, $? and $(…)',
    hint: 'Write the value, or quote the text with single quotes.',
  },
  quoting: { name: 'a quotation of the forms $\'…\' or $"…"', hint: 'Use single or double quotes.' },
  braces: { name: 'unquoted braces or a tilde', hint: literally },
  comment: { name: 'a comment', hint: 'Leave it out.' },
  test: { name: 'a test in brackets', hint: 'Use the program test, as in test -f a.txt.' },
  keyword: { name: 'a construct that is not judged', hint: `Use if, for, while, pipes and lists. ${instead}` },
  declaration: { name: 'a declaration', hint: 'Give a variable to one command, as in NAME=value program.' },
  name: {
    name: 'a command whose name is not one plain word',
    hint: `Write the program's name without quotes, paths and expansions. ${instead}`,
  },
  variable: {
    name: 'a variable that changes what programs are or do',
    hint: 'Leave it out; the operator sets such variables in env of the profile.',
  },
  redirection: {
    name: 'a redirection that is not judged',
    hint: 'Redirect to a file of the workspace by its plain name, to /dev/null, or from one of 0, 1 and 2 to another.',
  },
} as const satisfies Readonly<Record<string, Construct>>;

const excerpt = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);
const quote = (text: string): string => JSON.stringify(excerpt(text));
