import { Html } from './html.ts';

/** The page's own style: nothing is loaded from anywhere; on paper the tables repeat their heads. */
export const statementStyle = new Html(`<style>
:root { --ink: #1b2430; --soft: #5d6b7a; --line: #dfe4ea; --accent: #17607a; --wash: #f3f7f9; }
* { box-sizing: border-box; }
body { margin: 0; background: #eceff3; color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
main { max-width: 66rem; margin: 2rem auto; padding: 3rem; background: #fff; border-top: 6px solid var(--accent); box-shadow: 0 1px 6px rgb(0 0 0 / 12%); }
h1 { margin: 0 0 1.5rem; font-size: 1.9rem; letter-spacing: -.01em; }
h2 { margin: 2.5rem 0 .6rem; font-size: 1.1rem; break-after: avoid; }
.parties { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; }
address { font-style: normal; overflow-wrap: anywhere; } address span { display: block; color: var(--soft); font-size: .8rem; } address b { font-size: 1.05rem; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .5rem 2rem; margin: 2rem 0 0; padding: 1rem 0 0; border-top: 1px solid var(--line); font-size: .88rem; }
dt { color: var(--soft); font-size: .8rem; } dd { margin: 0; overflow-wrap: anywhere; }
.due { display: flex; justify-content: space-between; align-items: baseline; flex-wrap: wrap; margin: 2rem 0 0; padding: 1.2rem 1.5rem; background: var(--wash); border-radius: 8px; }
.due strong { font-size: 2rem; font-variant-numeric: tabular-nums; }
.note { margin: 1rem 0 0; padding: .8rem 1.2rem; border-left: 4px solid #c77700; background: #fff8ec; }
table { width: 100%; border-collapse: collapse; font-size: .88rem; }
thead th { text-align: left; color: var(--soft); font-weight: 600; vertical-align: bottom; }
thead th { overflow-wrap: normal; } th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; text-align: left; overflow-wrap: anywhere; }
tbody th { font-weight: 400; } th:first-child { padding-left: 0; } td:last-child, th:last-child { padding-right: 0; }
th.figures, td.figures { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
td.figures:last-child { white-space: nowrap; }
tr.head th { padding-top: 1rem; font-weight: 700; }
tr.subtotal th, tr.subtotal td { font-weight: 600; border-bottom-color: #b9c3cd; }
tr.total th, tr.total td { font-weight: 700; border-top: 2px solid var(--ink); border-bottom: 0; font-size: 1rem; }
svg { width: 100%; height: auto; } svg text { font-size: 11px; fill: var(--soft); } svg rect { fill: var(--accent); }
footer { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .8rem; overflow-wrap: anywhere; } footer p { margin: .2rem 0; }
@media (max-width: 40rem) { main { margin: 0; padding: 1.2rem; } .wide { overflow-x: auto; } .parties { grid-template-columns: 1fr; } }
@media print { body { background: #fff; font-size: 10.5pt; } main { margin: 0; padding: 0; max-width: none; box-shadow: none; } thead { display: table-header-group; } tr, svg { break-inside: avoid; } }
@page { size: A4; margin: 18mm; }
</style>`);
