/** Replaces what stands between `<!-- generated:NAME -->` and `<!-- /generated:NAME -->`, for every name given. */
export function fillSections(page: string, sections: Readonly<Record<string, string>>): string {
  let filled = page;
  for (const [name, content] of Object.entries(sections)) {
    const marked = new RegExp(`(<!-- generated:${name} -->)[\\s\\S]*?(<!-- /generated:${name} -->)`, "g");
    filled = filled.replace(marked, (_all, open: string, close: string) => `${open}\n\n${content}\n\n${close}`);
  }
  return filled;
}

/** Names of sections that a page marks but nobody fills. */
export function unfilledSections(page: string, sections: Readonly<Record<string, string>>): string[] {
  const marked = [...page.matchAll(/<!-- generated:([a-z-]+) -->/g)].map(([, name]) => name ?? "");
  return marked.filter((name) => !(name in sections));
}
