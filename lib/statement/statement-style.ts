import { Html } from './html.ts';

/** The page's own style: nothing is loaded from anywhere; on paper the tables repeat their heads. */
export const statementStyle = new Html(`<style>
:root { --ink: #1b2430; --soft: #5d6b7a; --line: #dfe4ea; --accent: #17607a; --wash: #f3f7f9; }
* { box-sizing: border-box; }
body { margin: 0; background: #eceff3; color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
main { max-width: 60rem; margin: 2rem auto; padding: 3rem; background: #fff; border-top: 6px solid var(--accent); box-shadow: 0 1px 6px rgb(0 0 0 / 12%); }
header { display: flex; justify-content: space-between; gap: 2rem; flex-wrap: wrap; }
h1 { margin: 0; font-size: 1.9rem; letter-spacing: -.01em; }
h2 { margin: 2.5rem 0 .6rem; font-size: 1.1rem; }
.from { color: var(--soft); margin: 0 0 .3rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem 1.2rem; margin: 0; font-size: .88rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.due { display: flex; justify-content: space-between; align-items: baseline; flex-wrap: wrap; margin: 2rem 0 0; padding: 1.2rem 1.5rem; background: var(--wash); border-radius: 8px; }
.due strong { font-size: 2rem; font-variant-numeric: tabular-nums; }
.note { margin: 1rem 0 0; padding: .8rem 1.2rem; border-left: 4px solid #c77700; background: #fff8ec; }
table { width: 100%; border-collapse: collapse; font-size: .88rem; }
th { text-align: left; color: var(--soft); font-weight: 600; }
th, td { padding: .45rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
.amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th.amount, .measure { text-align: right; font-variant-numeric: tabular-nums; }
tfoot td, tfoot th { border-bottom: 0; } tr.sum td, tr.sum th { font-weight: 700; color: var(--ink); border-top: 2px solid var(--ink); }
svg { width: 100%; height: auto; } svg text { font-size: 11px; fill: var(--soft); } svg rect { fill: var(--accent); }
footer { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .8rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) { main { margin: 0; padding: 1.2rem; } .wide { overflow-x: auto; } }
@media print { body { background: #fff; } main { margin: 0; padding: 0; max-width: none; box-shadow: none; } thead { display: table-header-group; } tr, svg { break-inside: avoid; } }
@page { margin: 18mm; }
</style>`);
