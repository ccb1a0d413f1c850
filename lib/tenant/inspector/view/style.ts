/** The style sheet of the inspector: system fonts, nothing from elsewhere. */
export const css = `
:root{color-scheme:light dark;
--paper:#f6f6f4;--card:#fff;--ink:#1c1d22;--dim:#6d7080;--line:#e3e3df;
--accent:#4a48c8;--seal:#5b4bd6;--seal-paper:#efedfd;--good:#1c7a4d;--warn:#996400;--bad:#b3261e;--warn-paper:#fdf3dc;--good-paper:#e4f4ea;--bad-paper:#fce8e6}
@media (prefers-color-scheme:dark){:root{
--paper:#131419;--card:#1b1d24;--ink:#e8e8ec;--dim:#9093a3;--line:#2c2f3a;
--accent:#a5a3ff;--seal:#b3a8ff;--seal-paper:#29254a;--good:#74d3a1;--warn:#e3b45a;--bad:#ff8f86;--warn-paper:#3a2f17;--good-paper:#17342a;--bad-paper:#431f1d}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;grid-template-columns:17rem minmax(0,1fr);background:var(--paper);color:var(--ink);font:14px/1.5 system-ui,sans-serif}
code,pre,.literal,dt,.jwe{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.92em}
p{margin:0}
a{color:inherit;text-decoration:none}
.dim{color:var(--dim)}
aside{position:sticky;top:0;height:100vh;overflow:auto;border-right:1px solid var(--line);padding:1.25rem .75rem;display:flex;flex-direction:column;gap:1rem}
aside header,aside noscript p{padding:0 .5rem}
aside h2{margin:0;font-size:1.05rem;letter-spacing:-.01em}
#live{display:inline-block;width:.5rem;height:.5rem;border-radius:50%;background:var(--line);vertical-align:.05rem}
#live[data-state=on]{background:var(--good)}
nav ol{list-style:none;margin:0;padding:0;display:grid;gap:.125rem}
nav a{display:grid;padding:.5rem;border-radius:.5rem;line-height:1.4}
nav a:hover{background:var(--card)}
nav a[aria-current]{background:var(--card);box-shadow:0 0 0 1px var(--line)}
nav a>.dim{display:flex;justify-content:space-between;gap:.5rem}
.try{display:grid;grid-template-columns:4fr 6fr;gap:.4rem;padding:0 .5rem}
.try label{grid-column:1/-1;display:grid;color:var(--dim)}
select,button,textarea{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.4rem;padding:.35rem .5rem;width:100%}
button{cursor:pointer;white-space:nowrap;font-size:.95em}
button:hover{border-color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
main{padding:1.75rem 2rem 4rem;max-width:100rem;width:100%}
main>article>header{margin-bottom:1.25rem;max-width:46rem}
h1{margin:0;font-size:1.6rem;letter-spacing:-.02em;line-height:1.2;overflow-wrap:anywhere}
.status{border-radius:1rem;padding:0 .5rem;font-size:.85em;color:var(--dim);border:1px solid var(--line);white-space:nowrap}
.status.done{color:var(--good);border-color:transparent;background:var(--good-paper)}
.status.refused{color:var(--bad);border-color:transparent;background:var(--bad-paper)}
.status.waits-for-a-challenge,.status.waits-for-a-redirect{color:var(--warn);border-color:transparent;background:var(--warn-paper)}
.way{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:1rem 1.75rem;counter-reset:station;align-items:start}
.station{position:relative;height:100%;background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.1rem;counter-increment:station}
.station:not(:nth-child(3n))::after{content:"";position:absolute;left:100%;top:1.7rem;width:1.75rem;border-top:1px solid var(--dim);opacity:.6}
.station:not(:nth-child(3n))::before{content:"";position:absolute;left:calc(100% + 1.3rem);top:1.5rem;width:.4rem;height:.4rem;border:solid var(--dim);border-width:1px 1px 0 0;transform:rotate(45deg);opacity:.8}
.station h2{margin:0;font-size:1rem;letter-spacing:-.01em}
.station h2::before{content:counter(station);color:var(--dim);font-weight:400;margin-right:.5rem}
.station>p.dim{margin-bottom:.6rem}
.nothing{color:var(--dim);font-style:italic}
dl{margin:0}
.row{padding:.3rem 0;border-top:1px solid var(--line);display:flex;flex-wrap:wrap;gap:0 .6rem;align-items:baseline}
dl>.row:first-child{border-top:0}
dt{color:var(--dim);overflow-wrap:anywhere;min-width:7.5rem}
dd{margin:0;overflow-wrap:anywhere;flex:1 1 6rem;min-width:0}
.long>dt,.row>dd:has(.sealed,.nested){flex-basis:100%}
.note{order:1}
.row>dd:has(.nested){order:2}
.nested{border-left:2px solid var(--line);padding-left:.7rem;margin:.25rem 0}
.nested .row{padding:.15rem 0;border:0}
.row>.note{flex:0 0 auto;font:500 .82em/1.5 system-ui,sans-serif;padding:0 .45rem;border-radius:1rem}
.note.good,.seal{color:var(--seal);background:var(--seal-paper)}
.note.warn{color:var(--warn);background:var(--warn-paper)}
.note.bad{color:var(--bad);background:var(--bad-paper)}
.bad{color:var(--bad)}
.warn{color:var(--warn)}
.seal{padding:0 .5rem;border-radius:1rem;font-weight:500}
.sealed[data-state=open] .seal{color:var(--good);background:var(--good-paper)}
summary{cursor:pointer}
.sealed summary{list-style:none}
.sealed summary::-webkit-details-marker{display:none}
.jwe{display:block;color:var(--dim);word-break:break-all;font-size:.8em;line-height:1.4}
pre{margin:.35rem 0;white-space:pre-wrap;overflow-wrap:anywhere;border-radius:.4rem;padding:.5rem .6rem;background:var(--paper)}
.opened pre{background:var(--good-paper)}
.opened p{font-size:.85em}
.actions{list-style:none;margin:0 0 .4rem;padding:0}
.action{padding:.5rem 0;border-top:1px solid var(--line)}
.action:first-child{border-top:0;padding-top:0}
.title{display:flex;justify-content:space-between;gap:1rem}
.turn{color:var(--warn);margin:.25rem 0;overflow-wrap:anywhere}
.more{border-top:1px solid var(--line);padding-top:.35rem;color:var(--dim)}
#keys{float:right;color:var(--dim)}
#keys[open]{float:none;max-width:46rem;margin-bottom:1.5rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.1rem}
#keys textarea{margin-top:.5rem;font-family:ui-monospace,monospace;font-size:.85em;resize:vertical}
@media (max-width:80rem){.way{grid-template-columns:repeat(2,minmax(0,1fr))}
.station:not(:nth-child(3n))::after,.station:not(:nth-child(3n))::before{display:none}}
@media (max-width:52rem){body{display:block}aside{position:static;height:auto;border-right:0;border-bottom:1px solid var(--line)}
nav{max-height:14rem;overflow:auto}.way{grid-template-columns:minmax(0,1fr)}main{padding:1.25rem 1rem 3rem}}
`
