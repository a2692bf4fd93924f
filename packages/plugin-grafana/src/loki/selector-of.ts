import { LineclearError } from '@lineclear/core/plugin';

const labelName = /^[A-Za-z_]\w*$/;

/** Labels with their values as a selector. Throws `invalid_input` for a name that is none. */
export const selectorOf = (labels: Readonly<Record<string, string>>): string => {
  const matchers = Object.entries(labels).map(([name, value]) => {
    if (labelName.test(name)) return `${name}=${stringLiteral(value)}`;
    throw new LineclearError('invalid_input', `${JSON.stringify(name.slice(0, 60))} is no name of a label.`, {
      hint: 'A label has letters, digits and underscores: list_loki_label_names has them.',
      details: { reason: 'label_name' },
    });
  });
  return `{${matchers.join(', ')}}`;
};

/** A text as LogQL writes it: what JSON escapes, LogQL reads as well. */
export const stringLiteral = (value: string): string => JSON.stringify(value);

/** The selector that a tool was given, as labels or as LogQL. Throws `invalid_input` unless it is exactly one of them. */
export const chosenQuery = ({
  labels,
  selector,
}: {
  labels: Readonly<Record<string, string>> | undefined;
  selector: string | undefined;
}): string => {
  const isNamed = labels !== undefined && Object.keys(labels).length > 0;
  if (isNamed !== (selector !== undefined)) return selector ?? selectorOf(labels ?? {});
  throw new LineclearError(
    'invalid_input',
    isNamed ? 'Both labels and a selector are given.' : 'Neither labels nor a selector are given.',
    {
      hint: 'Name labels such as {"app": "api"}, or write a selector such as {app="api"}.',
      details: { reason: 'selector' },
    },
  );
};
