import { quoted } from '@lineclear/core/plugin';
/** What is wrong with a template of a label or an annotation. */
export interface TemplateProblem {
  readonly code: 'template_braces' | 'template_function' | 'template_block' | 'template_value' | 'template_reference';
  readonly message: string;
}

const keywords = new Set('if else end range with define template block break continue nil true false'.split(' '));
const functions = new Set(
  'and or not eq ne lt le gt ge len index slice print printf println html js urlquery call args externalURL graphLink humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp match pathPrefix parseDuration reReplaceAll reReplaceAllLiteral safeHtml sortByLabel stripDomain stripPort strvalue tableLink tmpl title toLower toUpper toTime toDuration toJson fromJson trimSpace join stringSlice first label value query now date tz since mergeLabelValues filterLabels filterLabelsRe removeLabels removeLabelsRe deduplicate urlEncode urlDecode'.split(
    ' ',
  ),
);

/** Checks a template as far as it can be told without filling it in: braces, blocks, functions, and the letters of values. */
export const checkTemplate = ({
  template,
  refIds,
}: {
  template: string;
  refIds: ReadonlySet<string>;
}): readonly TemplateProblem[] => {
  if (template.length > longest) return [];
  const actions = [...template.matchAll(action)].map(([, inner]) => withoutTexts(inner ?? '').replace(/^-|-$/g, ''));
  const rest = template.replaceAll(action, '');
  if (rest.includes('{{') || actions.some((inner) => inner.includes('{{')))
    return [
      {
        code: 'template_braces',
        message: 'Braces open and do not close: Grafana shows an error instead of the text.',
      },
    ];
  return [...checkBlocks(actions), ...actions.flatMap((action) => checkAction({ action, refIds }))];
};

// Braces in strings and comments close nothing. There is one way only to read each sign, so that no text makes the search run away.
const action = /\{\{((?:\/\*(?:[^*]|\*(?!\/))*\*\/|"(?:[^"\\\n]|\\.)*"|`[^`]*`|[^"`}/]|\/(?!\*)|\}(?!\}))*)\}\}/g;
const longest = 4_000;

/** Strings and comments say nothing about the syntax. */
const withoutTexts = (action: string): string =>
  action.replaceAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|\/\*(?:[^*]|\*(?!\/))*\*\//g, ' "" ');

const checkBlocks = (actions: readonly string[]): readonly TemplateProblem[] => {
  const opened = actions.filter((action) => /^\s*(?:if|range|with|define|block)\b/.test(action)).length;
  const closed = actions.filter((action) => /^\s*end\s*$/.test(action)).length;
  return opened === closed
    ? []
    : [{ code: 'template_block', message: `The template opens ${opened} blocks (if, range, with) and ends ${closed}.` }];
};

const checkAction = ({ action, refIds }: { action: string; refIds: ReadonlySet<string> }): readonly TemplateProblem[] => {
  const words = [...action.matchAll(/(?<![\w.$])[A-Za-z_]\w*/g)].map(([word]) => word);
  const unknown = words.find((word) => !keywords.has(word) && !functions.has(word));
  const gone = [...action.matchAll(/\$values\.(\w+)/g)].map(([, letter]) => letter ?? '').find((letter) => !refIds.has(letter));
  return [
    ...(unknown === undefined
      ? []
      : [
          {
            code: 'template_function' as const,
            message: `Templates have no function ${quoted(unknown)}; a label is written {{ $labels.${unknown.slice(0, 60)} }}.`,
          },
        ]),
    ...(gone === undefined
      ? []
      : [
          {
            code: 'template_reference' as const,
            message: `The rule has no query ${quoted(gone)} whose value could be shown.`,
          },
        ]),
    ...(/\$value\b(?!s)/.test(action)
      ? [
          {
            code: 'template_value' as const,
            message: '$value is a text of all values in Grafana; one number is $values.<letter>.Value.',
          },
        ]
      : []),
  ];
};
