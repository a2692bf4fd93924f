/** A text of a server, cut where it is longer than anybody reads. */
export const cutText = ({ text, most }: { text: string; most: number }): string =>
  text.length <= most ? text : `${text.slice(0, most).toWellFormed()}…`;

type Labels = Readonly<Record<string, string>>;

/** Labels of one series, target or rule that an answer has room for. */
const mostLabels = 60;
const longestValue = 300;

/** Labels as an answer shows them, and how many of them it leaves out. A server may keep whole pages in them. */
export const cutLabels = (labels: Labels): { readonly labels: Labels; readonly labels_left_out?: number } => {
  const all = Object.entries(labels);
  const shown = all
    .slice(0, mostLabels)
    .map(([name, value]) => [cutText({ text: name, most: 200 }), cutText({ text: value, most: longestValue })]);
  return { labels: Object.fromEntries(shown), ...(all.length > mostLabels && { labels_left_out: all.length - mostLabels }) };
};
