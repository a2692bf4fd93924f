import { LineclearError } from '@lineclear/core/plugin';

/** Runs a request for a step, and turns the server's 404 into an error that says where steps are listed. */
export const orNoSuchStep = async <Answer>({
  taskUuid,
  stepUuid,
  ask,
}: {
  taskUuid: string;
  stepUuid: string;
  ask: () => Promise<Answer>;
}): Promise<Answer> => {
  try {
    return await ask();
  } catch (error) {
    if (!LineclearError.is(error) || error.code !== 'not_found') throw error;
    throw new LineclearError('not_found', `Task ${taskUuid} has no step ${stepUuid}.`, {
      hint: 'task_inspect lists the steps of a task, task_list the tasks.',
      details: { ...error.details, reason: 'no_such_step' },
      cause: error,
    });
  }
};
