import * as z from 'zod';

const Asked = z.object({ id: z.number(), command: z.string(), argument: z.unknown().optional() });

type Command = (argument: unknown) => unknown;

/**
 * In a process that is measured: answers the parent's commands, first of all that it is ready. Ends with its parent.
 * Every process knows `usage`: its processor time so far, in microseconds.
 */
export const answerCommands = (commands: Readonly<Record<string, Command>>): void => {
  const all: Readonly<Record<string, Command>> = { usage: () => process.cpuUsage(), ...commands };
  process.on('message', (received) => {
    const { id, command, argument } = Asked.parse(received);
    Promise.resolve(all[command]?.(argument)).then(
      (answer) => process.send?.({ id, answer }),
      (error: unknown) => process.send?.({ id, problem: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ id: 0 });
};
