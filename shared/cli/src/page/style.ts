/** The whole look of the page: system fonts, light and dark by the system's choice, one column that fits a phone. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#f7f6f3, #16171a);
  --sheet: light-dark(#ffffff, #1e2024);
  --ink: light-dark(#1d1f23, #e8e6e1);
  --soft: light-dark(#5d6169, #a2a5ac);
  --line: light-dark(#e2dfd8, #31343a);
  --accent: light-dark(#8a4b12, #e0a868);
  --good: light-dark(#1c6b3c, #79c795);
  --good-paper: light-dark(#e3f2e8, #1c3325);
  --bad: light-dark(#a3261d, #f2968d);
  --bad-paper: light-dark(#fbe7e4, #3f211e);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace;
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  -webkit-text-size-adjust: 100%;
}
main, .top > div { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
.top {
  border-bottom: 1px solid var(--line);
  background:
    repeating-linear-gradient(transparent 0 11px, var(--line) 11px 12px) 0 1.9rem / 100% 48px no-repeat,
    var(--sheet);
}
.top > div { padding-block: 1.9rem 1.5rem; }
h1 { margin: 0; font-size: 2rem; line-height: 48px; letter-spacing: -0.02em; }
h1 span { background: var(--sheet); padding-right: 0.6em; }
.summary { margin: 0.75rem 0 0; color: var(--soft); }
.summary strong { color: var(--ink); }
h2 { margin: 0; font-size: 1.2rem; letter-spacing: -0.01em; }
h3 { margin: 0; font-size: 1rem; }
.servers { display: grid; gap: 1.25rem; margin: 1.75rem 0; }
.card { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem; min-width: 0; }
.card header { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: center; }
.about { margin: 0.35rem 0 0; color: var(--soft); }
.state { font-size: 0.8rem; font-weight: 600; border-radius: 99px; padding: 0.1rem 0.65rem; }
.ready { color: var(--good); background: var(--good-paper); }
.failing { color: var(--bad); background: var(--bad-paper); }
.findings { list-style: none; margin: 0.9rem 0 0; padding: 0; font-size: 0.92rem; }
.findings li { padding: 0.5rem 0.75rem; border-radius: 6px; background: var(--bad-paper); overflow-wrap: anywhere; }
.findings li + li { margin-top: 0.4rem; }
.findings b { color: var(--bad); }
.findings p { margin: 0.15rem 0 0; }
.copyable { display: flex; gap: 0.5rem; align-items: start; margin: 0.9rem 0 0; }
pre {
  flex: 1;
  min-width: 0;
  margin: 0;
  padding: 0.6rem 0.85rem;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--paper);
  font: 0.83rem/1.6 var(--mono);
  overflow-x: auto;
}
button {
  min-width: 5.2rem;
  font: 600 0.8rem/1.6 system-ui, sans-serif;
  color: var(--ink);
  background: var(--sheet);
  border: 1px solid var(--line);
  border-radius: 8px;
  padding: 0.6rem 0.7rem;
  cursor: pointer;
}
button:hover { border-color: var(--accent); color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.tools { margin: 1rem 0 0; display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; }
.tools dt, .tools dd { margin: 0; padding: 0.6rem 0; border-top: 1px solid var(--line); min-width: 0; }
.tools dt { padding-right: 1rem; }
.tools code { font: 600 0.86rem/1.5 var(--mono); overflow-wrap: anywhere; }
.tools dd { font-size: 0.92rem; color: var(--soft); overflow-wrap: anywhere; }
.tools dd b { color: var(--ink); font-weight: 600; }
.effect {
  display: inline-block;
  margin-left: 0.4rem;
  padding: 0 0.45rem;
  border: 1px solid var(--line);
  border-radius: 4px;
  font-size: 0.72rem;
  color: var(--soft);
}
.effect.write { color: var(--accent); border-color: currentColor; }
.effect.destroy { color: var(--bad); border-color: currentColor; }
.connect { margin: 2rem 0; }
.connect > p { margin: 0.25rem 0 0.75rem; color: var(--soft); }
.clients { display: grid; gap: 1.25rem; }
.clients .copyable { flex-direction: column; align-items: stretch; }
.clients button { align-self: start; }
.where { margin: 0.15rem 0 0; font-size: 0.88rem; color: var(--soft); }
.where code, .foot code { font: 0.92em var(--mono); }
.foot { margin: 2rem 0 3rem; color: var(--soft); font-size: 0.88rem; }
a { color: var(--accent); }
@media (max-width: 40rem) {
  .tools { grid-template-columns: 1fr; }
  .tools dt { padding-bottom: 0; }
  .tools dd { border-top: 0; padding-top: 0.1rem; }
  .card { padding: 1rem; }
}
`;
