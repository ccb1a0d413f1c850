/** The style sheet of the inspector: system fonts, nothing from elsewhere. */
export const css = `
:root{color-scheme:light dark;
--paper:#f6f6f4;--card:#fff;--ink:#1c1d22;--dim:#585b6a;--line:#dcdcd6;
--accent:#4a48c8;--seal:#4d3ec4;--seal-paper:#efedfd;--good:#14643d;--warn:#7d5200;--bad:#a3201a;--warn-paper:#fdf3dc;--good-paper:#e4f4ea;--bad-paper:#fce8e6}
@media (prefers-color-scheme:dark){:root{
--paper:#131419;--card:#1b1d24;--ink:#e8e8ec;--dim:#a3a6b5;--line:#343846;
--accent:#a5a3ff;--seal:#b3a8ff;--seal-paper:#29254a;--good:#7fdcab;--warn:#ecc06a;--bad:#ff9d95;--warn-paper:#3a2f17;--good-paper:#17342a;--bad-paper:#431f1d}}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;min-height:100vh;display:grid;grid-template-columns:17rem minmax(0,1fr);background:var(--paper);color:var(--ink);font:14px/1.5 system-ui,sans-serif}
code,pre,.literal,dt,.jwe{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.92em;overflow-wrap:anywhere}
p{margin:0}
a{color:inherit}
nav a,.brand a{text-decoration:none}
.dim,.nothing{color:var(--dim)}
.nothing{font-style:italic}
aside{position:sticky;top:0;height:100vh;overflow:auto;border-right:1px solid var(--line);padding:1.25rem .75rem;display:flex;flex-direction:column;gap:1rem}
aside>header,aside noscript p,.pages{padding:0 .5rem}
.brand{font-size:1.05rem;font-weight:600}
#live{display:inline-block;width:.5rem;height:.5rem;border-radius:50%;background:var(--line);vertical-align:.05rem}
#live[data-state=on]{background:var(--good)}
nav ol{list-style:none;margin:0;padding:0;display:grid;gap:.125rem}
nav li a{display:grid;padding:.5rem;border-radius:.5rem;line-height:1.4;overflow-wrap:anywhere}
nav li a:hover{background:var(--card)}
nav a[aria-current]{background:var(--card);box-shadow:0 0 0 1px var(--line)}
nav li .dim{display:flex;justify-content:space-between;gap:.5rem}
.pages{display:flex;justify-content:space-between;gap:.5rem;margin-top:.5rem}
.flag{justify-self:start;border-radius:1rem;padding:0 .5rem;font-size:.85em;font-weight:500}
.try{display:grid;gap:.4rem;padding:0 .5rem}
.try details{display:grid}
.try details[open] label{margin-top:.4rem}
.try label{display:grid;color:var(--dim)}
.buttons{display:flex;flex-wrap:wrap;gap:.4rem}
.buttons button{flex:1 1 auto;width:auto}
select,button,textarea,input{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--dim);border-radius:.4rem;padding:.35rem .5rem;width:100%;min-width:0}
::placeholder{color:var(--dim);opacity:1}
button{cursor:pointer;font-size:.95em}
button:hover{border-color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
summary{cursor:pointer;color:var(--dim)}
main{padding:1.75rem 2rem 4rem;width:100%;min-width:0}
main>article>header{margin-bottom:1.25rem}
h1{margin:0;font-size:1.6rem;letter-spacing:-.02em;line-height:1.2;overflow-wrap:anywhere}
h2{margin:1.75rem 0 .5rem;font-size:1.1rem}
h3{margin:0;font-size:1em;overflow-wrap:anywhere}
h3 .dim{font-weight:400}
.compare{display:flex;flex-wrap:wrap;gap:.4rem;align-items:end;margin-top:.5rem}
.compare label{color:var(--dim);min-width:0}
.compare select{width:auto;max-width:100%}
.compare button{width:auto}
.changes{border-collapse:collapse;width:100%;table-layout:fixed;margin-bottom:1.25rem}
.changes th,.changes td{text-align:left;vertical-align:top;border-top:1px solid var(--line);padding:.4rem .6rem;overflow-wrap:anywhere}
.changes thead th{color:var(--dim);font-weight:500}
.changes small{display:block;font-weight:400;color:var(--dim)}
.refresh button,.away button{width:auto;margin-top:.5rem}
.away{display:block}
.status{border-radius:1rem;padding:0 .5rem;font-size:.85em;color:var(--dim);border:1px solid var(--line);white-space:nowrap}
.status.done{color:var(--good);border-color:transparent;background:var(--good-paper)}
.status.refused,.flag.bad{color:var(--bad);border-color:transparent;background:var(--bad-paper)}
.status.waits-for-a-challenge,.status.waits-for-a-redirect,.flag.warn{color:var(--warn);border-color:transparent;background:var(--warn-paper)}
.bad{color:var(--bad)}
.warn{color:var(--warn)}
p.bad,p.warn,p.turn{overflow-wrap:anywhere}
.findings{list-style:none;margin:0 0 1.25rem;padding:0;display:grid;gap:.4rem}
.findings li{border-radius:.5rem;padding:.4rem .7rem;overflow-wrap:anywhere}
.findings .bad{background:var(--bad-paper)}
.findings .warn{background:var(--warn-paper)}
.command{background:var(--card);color:var(--ink);border-radius:.25rem;padding:.05rem .3rem}
.lanes{border-collapse:separate;border-spacing:0;width:100%;table-layout:fixed;background:var(--card);border:1px solid var(--line);border-radius:.75rem}
.lanes thead th{color:var(--dim);font-weight:500;text-align:left;padding:.6rem .7rem .2rem}
.lanes tbody th{text-align:left;vertical-align:top;padding:.7rem;font-weight:600;overflow-wrap:anywhere}
.lanes small{display:block;font-weight:400;color:var(--dim)}
.lane>*{border-top:1px solid var(--line)}
.station{vertical-align:top;padding:.7rem .8rem .7rem .1rem;position:relative}
.station .name{display:none}
.station:not(:last-child)::after{content:"";position:absolute;right:.15rem;top:1.15rem;width:.35rem;height:.35rem;border:solid var(--dim);border-width:1px 1px 0 0;transform:rotate(45deg)}
.passage{border-radius:.5rem;padding:.3rem .5rem;overflow-wrap:anywhere}
.passage+.passage{margin-top:.35rem}
.passage.none{color:var(--dim)}
.passage.plain{background:var(--paper)}
.passage.good{background:var(--good-paper);color:var(--good)}
.passage.warn{background:var(--warn-paper)}
.passage.bad{background:var(--bad-paper);font-weight:600}
.passage .value{display:block;color:var(--ink)}
.passage .dim{color:inherit}
.mend{font-weight:400}
.alone td{padding:0 .7rem .6rem;color:var(--dim);font-style:italic;overflow-wrap:anywhere}
.actions ol{list-style:none;margin:0 0 .4rem;padding:0;display:grid;gap:.5rem;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr))}
.action{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem;min-width:0;overflow-wrap:anywhere;color:var(--ink)}
.names{list-style:none;margin:0 0 .25rem;padding:0 0 0 .75rem}
.action.warn{background:var(--warn-paper)}
.action.bad{background:var(--bad-paper)}
.action.warn .dim,.action.bad .dim{color:inherit}
.turn{color:var(--warn);margin:.25rem 0}
pre{margin:.35rem 0;white-space:pre-wrap;border-radius:.4rem;padding:.5rem .6rem;background:var(--paper);color:var(--ink)}
.seal{color:var(--seal);background:var(--seal-paper);padding:0 .5rem;border-radius:1rem;font-weight:500}
.sealed[data-state=open] .seal{color:var(--good);background:var(--good-paper)}
.sealed summary{list-style:none;color:inherit}
.sealed summary::-webkit-details-marker{display:none}
.jwe{display:block;color:inherit;word-break:break-all;font-size:.8em;line-height:1.4}
.opened p{font-size:.85em}
.raw{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.5rem .8rem;margin-bottom:.5rem}
.raw summary{color:var(--ink)}
.copied{margin-top:.5rem}
.copy{width:auto;margin-top:.5rem}
dl{margin:0}
.row{padding:.3rem 0;border-top:1px solid var(--line);display:flex;flex-wrap:wrap;gap:0 .6rem;align-items:baseline}
dl>.row:first-child{border-top:0}
dt{color:var(--dim);min-width:7.5rem}
dd{margin:0;overflow-wrap:anywhere;flex:1 1 6rem;min-width:0}
.long>dt,.row>dd:has(.sealed,.nested){flex-basis:100%}
.nested{border-left:2px solid var(--line);padding-left:.7rem;margin:.25rem 0}
.nested .row{padding:.15rem 0;border:0}
#keys{margin-bottom:1rem}
#keys[open]{max-width:46rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.1rem}
#keys textarea{margin-top:.5rem;font-family:ui-monospace,monospace;font-size:.85em;resize:vertical}
#keys button{width:auto;margin-top:.5rem}
@media (max-width:75rem){
.lanes,.lanes tbody,.lanes tr,.lanes th,.lanes td{display:block;width:100%}
.lanes thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.lane{border-top:1px solid var(--line);padding:.5rem 0;display:grid!important;grid-template-columns:repeat(auto-fit,minmax(min(16rem,100%),1fr))}
.lane>*{border-top:0}
.lanes tbody th{grid-column:1/-1;padding:.2rem .7rem}
.station{padding:.25rem .7rem}
.station .name{display:block;color:var(--dim);font-size:.85em}
.station::after{display:none}}
@media (max-width:52rem){body{display:block}aside{position:static;height:auto;border-right:0;border-bottom:1px solid var(--line)}
nav ol{max-height:14rem;overflow:auto}main{padding:1.25rem 1rem 3rem}}
`
