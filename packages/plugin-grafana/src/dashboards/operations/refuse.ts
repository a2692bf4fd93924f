import { LineclearError } from '@lineclear/core/plugin';

/** Why an operation cannot be done: it stands in `details.reason`. */
export type Reason =
  | 'operation_shape'
  | 'path_syntax'
  | 'path_not_found'
  | 'path_ambiguous'
  | 'path_exists'
  | 'path_protected'
  | 'duplicate_operation'
  | 'conflicting_operations'
  | 'too_many_operations';

const hints: Readonly<Record<Reason, string>> = {
  operation_shape: 'An operation is { op: add, replace or remove, path, value }; remove has no value.',
  path_syntax: 'Write $.title, $.panels[0].title, $.panels[?(@.title=="Errors")].targets[0].expr, or $.panels/- to append.',
  path_not_found: 'Read that part of the dashboard with get_dashboard_by_uid and use a path that it has.',
  path_ambiguous: 'Name one element by its index or its id.',
  path_exists: 'Use replace for what is there already.',
  path_protected: 'Grafana keeps id, uid and version; name the dashboard by its uid instead.',
  duplicate_operation: 'Say each change once.',
  conflicting_operations: 'Send them in two calls.',
  too_many_operations: 'Send the whole dashboard instead.',
};

/** The error of a path; of an operation, it names which one of the list it is, counted from 0. */
export const refuse = ({
  reason,
  path,
  index,
  says,
}: {
  reason: Reason;
  path: string;
  index?: number | undefined;
  says: string;
}): LineclearError =>
  new LineclearError('invalid_input', `${JSON.stringify(path.slice(0, 200))} ${says}.`, {
    hint: hints[reason],
    details: { reason, path: path.slice(0, 200), ...(index === undefined ? {} : { operation: index }) },
  });
