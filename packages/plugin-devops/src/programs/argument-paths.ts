import { LineclearError } from '@lineclear/core/plugin';
import type { Confinement } from '../files/confinement.ts';

/**
 * The arguments that name something outside the roots. Throws `forbidden` for one that names a protected file.
 * It reads arguments as programs usually do (`--file=x`, `-fx`, `-nfx`, `name@x`, `a:b`); a program with habits of its own can still be told otherwise.
 */
export const argumentsOutside = async (request: {
  confinement: Confinement;
  folder: string;
  /** What `~` means. */
  home: string;
  args: readonly string[];
}): Promise<readonly string[]> => {
  const { confinement, folder, home, args } = request;
  const hidden = await confinement.protectedPaths();
  const outside: string[] = [];
  for (const argument of args) {
    // Also inside longer texts, such as code for a shell.
    if (hidden.some((path) => argument.includes(path))) throw protectedArgument(argument);
    const places = await Promise.all(candidatesIn({ argument, home }).map((path) => placeOf({ confinement, folder, path })));
    if (places.includes('protected')) throw protectedArgument(argument);
    if (places.includes('outside')) outside.push(argument);
  }
  return outside;
};

const candidatesIn = ({ argument, home }: { argument: string; home: string }): readonly string[] => {
  const pieces = [argument, argument.slice(argument.indexOf('=') + 1), ...argument.split(/[=:,@]/)];
  // Short options can be written together, and the value may begin behind any of them.
  const options = /^-([A-Za-z]{1,8})/.exec(argument)?.[1] ?? '';
  for (let at = 2; at <= options.length + 1; at += 1) pieces.push(argument.slice(at));
  const paths = pieces.map((piece) => piece.replace(/^file:\/\//, '').replace(/^~(?=\/|$)/, home));
  return [...new Set(paths)].filter((path) => path !== '');
};

const placeOf = async (request: {
  confinement: Confinement;
  folder: string;
  path: string;
}): Promise<'inside' | 'outside' | 'protected'> => {
  try {
    await request.confinement.locate({ path: request.path, base: request.folder });
    return 'inside';
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    if (error.details?.['reason'] === 'protected_path') return 'protected';
    // Text that cannot be a path (too long, NUL) names nothing; a link in a circle or into nowhere is as good as outside.
    return error.code === 'invalid_input' ? 'inside' : 'outside';
  }
};

const protectedArgument = (argument: string): LineclearError =>
  new LineclearError(
    'forbidden',
    `The argument "${argument.slice(0, 200)}" names the server's own state, configuration or tokens.`,
    {
      hint: 'No program may be given these; ask the operator.',
      details: { reason: 'protected_path' },
      effect: 'none',
    },
  );
