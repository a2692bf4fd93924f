import { isWireObject } from '../protocol/wire-value.ts';
import type { CatalogueFile } from './catalogue-file.ts';
import { type Problem, schemaProblems } from './schema-problems.ts';

/** What is wrong with a file whose shape is right: entries that contradict one another or themselves. */
export const typeProblems = ({ task_types: types }: CatalogueFile): readonly Problem[] => {
  const first = new Map<string, string>();
  return Object.entries(types).flatMap(([id, entry]) => {
    const path = ['task_types', id];
    const other = first.get(entry.task);
    if (other === undefined) first.set(entry.task, id);
    // Which of the two a task was started as could not be told afterwards, and the milder approval would count.
    const twice =
      other === undefined
        ? []
        : [{ path: [...path, 'task'], text: `${other} is the type of this task already: one type for each task` }];
    // Callers may name a task by both.
    const meant = Object.entries(types).find(([otherId, { task }]) => otherId !== id && task === id);
    const mistaken =
      meant === undefined ? [] : [{ path, text: `this is the name of the task of ${meant[0]}: name the type otherwise` }];
    return [
      ...twice,
      ...mistaken,
      ...approverProblems({ path, entry }),
      ...schemaProblems({ schema: entry.params, path: [...path, 'params'] }),
    ];
  });
};

const approverProblems = ({
  path,
  entry: { approval, approver_param: name, params },
}: {
  path: readonly PropertyKey[];
  entry: CatalogueFile['task_types'][string];
}): readonly Problem[] => {
  if (name === undefined) return [];
  const at = [...path, 'approver_param'];
  if (approval !== 'human') return [{ path: at, text: 'only approval: human has an approver whose name can be filled in' }];
  const { properties, required } = params;
  if (!isWireObject(properties) || !Object.hasOwn(properties, name)) {
    return [{ path: at, text: `params.properties has no ${name}` }];
  }
  if (Array.isArray(required) && required.includes(name)) {
    return [{ path: [...path, 'params', 'required'], text: `callers cannot fill ${name}: take it out of required` }];
  }
  return [];
};
