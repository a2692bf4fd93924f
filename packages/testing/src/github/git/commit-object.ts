/** Who wrote something, and when: ISO 8601. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export interface CommitObject {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/** Reads what a commit object says. */
export const parseCommit = ({ sha, text }: { sha: string; text: string }): CommitObject => {
  const end = text.indexOf('\n\n');
  const head = text.slice(0, end).split('\n');
  const values = (name: string) => head.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  return {
    sha,
    tree: values('tree')[0] ?? '',
    parents: values('parent'),
    author: toSignature(values('author')[0]),
    committer: toSignature(values('committer')[0]),
    message: text.slice(end + 2).trimEnd(),
  };
};

const toSignature = (text = ''): Signature => {
  const [, name = '', email = '', seconds = '0'] = /^(.*) <(.*)> (\d+) [+-]\d{4}$/.exec(text) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') };
};
