/** The first items whose JSON fits in `maxCharacters` together; at least one, so that pages always move on. */
export const fitting = <Item>({ items, maxCharacters }: { items: readonly Item[]; maxCharacters: number }): readonly Item[] => {
  let characters = 0;
  const end = items.findIndex((item, index) => {
    characters += jsonLength(item) + 1;
    return characters > maxCharacters && index > 0;
  });
  return end === -1 ? items : items.slice(0, end);
};

/** How long a value is in an answer: quotes, tabs and line ends count twice there. */
export const jsonLength = (value: unknown): number => JSON.stringify(value).length;
