// The look of the page. It holds no "<" and no "&", so that it is the same in HTML and XML.
//
// Letters have at least 12 pixels; text and ground differ by 4.5 to 1 or more (WCAG 2.1, AA), the
// numbers on each step of the heat scale included; bars and lines differ from it by 3 to 1 or more.

#include "reports/sections.hpp"

namespace tenure::inline v0::detail::reports {

namespace {

constexpr std::string_view sheet = R"(
:root{--ink:#1b2425;--soft:#566366;--rule:#d8dfdf;--accent:#0e5a64;--tint:#eef4f4;
 --serif:"Iowan Old Style","Palatino Linotype",Palatino,Charter,"Bitstream Charter",Georgia,serif;
 --sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:#fff;color:var(--ink);font:16px/1.55 var(--sans);
 overflow-wrap:break-word}
header,main,footer{max-width:1160px;margin:0 auto;padding:0 16px}
header{padding-top:40px}
h1{font:600 34px/1.15 var(--serif);margin:0;letter-spacing:-.01em}
header p{margin:8px 0 0;max-width:none;color:var(--soft)}
section{padding:36px 0;border-top:1px solid var(--rule)}
#short{border-top:0;padding-top:24px}
h2{font:600 22px/1.25 var(--serif);margin:0 0 14px}
p{margin:0 0 14px;max-width:42em}
.lead{font-size:17px}
.note,footer{color:var(--soft);font-size:14px}
.body>:last-child{margin-bottom:0}
small{display:block;font-size:12.5px;line-height:1.35;font-weight:400;color:var(--soft)}
data,time,.n{font-variant-numeric:tabular-nums}
a{color:var(--accent);text-underline-offset:3px;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.short{list-style:none;counter-reset:s;margin:0;padding:0;font:19px/1.5 var(--serif)}
.short li{counter-increment:s;position:relative;padding:0 0 14px 38px;max-width:37em}
.short li::before{content:counter(s);position:absolute;left:0;top:.1em;width:26px;height:26px;
 border:1px solid var(--accent);border-radius:50%;color:var(--accent);
 font:600 13px/25px var(--sans);text-align:center}
.short strong{color:var(--accent)}
nav{padding:16px 0 28px}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:6px 20px;margin:0;padding:0;font-size:15px}
nav a{display:inline-block;padding:3px 0}
.scroll{overflow-x:auto;margin:0 0 18px;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:14.5px;line-height:1.4}
caption{text-align:left;font-weight:600;font-size:14.5px;padding:0 0 8px;color:var(--ink);
 position:sticky;left:0;max-width:calc(100vw - 32px)}
th,td{padding:8px 10px 8px 0;text-align:left;vertical-align:top;border-top:1px solid var(--rule)}
th:last-child,td:last-child{padding-right:0}
thead th{border-top:0;color:var(--soft);font-size:13px;font-weight:500;vertical-align:bottom;
 line-height:1.3}
tbody th{font-weight:500}
tbody tr:last-child>*{border-bottom:1px solid var(--rule)}
.n{text-align:right;white-space:nowrap}
thead .n{white-space:normal}
.strong{font-weight:650}
.id{font-weight:600;overflow-wrap:anywhere}
bdi{white-space:break-spaces}
.calls tbody th{min-width:130px}
.meter{display:block;height:4px;margin:5px 0 2px auto;width:140px;max-width:100%;background:#dfe8e8}
.meter span{display:block;height:4px;background:var(--accent)}
.matrix{min-width:340px}
.matrix thead th{width:20%}
.matrix td{white-space:nowrap}
.matrix th,.matrix td{padding:8px;border:2px solid #fff}
.matrix thead th:first-child,.matrix tbody th{padding-left:0}
.matrix tbody tr:last-child>*{border-bottom:0}
.matrix td strong{display:block;font-size:20px;line-height:1.2;margin:2px 0}
.matrix .level{font-size:12.5px}
.p0{background:#f3f6f6}.p1{background:#d9e9e8}.p2{background:#a5cbcb}
.p3{background:var(--accent);color:#fff}
.p0 small,.p1 small,.p2 small{color:#37474a}.p3 small{color:#e3f0f0}
.triangle{width:auto;font-size:13px}
.triangle th,.triangle td{padding:6px 8px 6px 0;border:0;white-space:nowrap}
.triangle td,.triangle thead .n{text-align:right}
.triangle td[class^=h],.triangle .total td{text-align:center;padding:6px 4px;min-width:34px;
 border:1px solid #fff}
.triangle thead .n{padding-right:4px;text-align:center}
.triangle thead th:nth-child(2),.triangle td.n{text-align:right;padding-right:10px}
.alive thead th:nth-child(2){text-align:center;padding-right:4px}
.triangle tbody tr:last-child>*{border-bottom:0}
.triangle .total>*{font-weight:600}
.h0{background:#f3f7f6}.h1{background:#ddeae9}.h2{background:#c7dddd}.h3{background:#b0d0d0}
.h4{background:#9ac3c3}.h5{background:#81b1b2}.h6{background:#6a9da0}
.h7{background:#42787d;color:#fff}.h8{background:#2a666e;color:#fff}
.h9{background:#0d4d57;color:#fff}
figure{margin:0 0 18px}
figcaption{font-weight:600;font-size:14.5px;margin:0 0 8px}
svg{display:block;width:100%;height:auto;max-width:800px;font:13px var(--sans)}
svg.narrow{display:none;max-width:480px}
.grid{stroke:#e4eaea}.axis{stroke:#7d8c8e}
.mark{stroke:#7d8c8e;stroke-dasharray:2 3}
.equal{stroke:#7d8c8e;stroke-dasharray:1 4;stroke-linecap:round;stroke-width:1.5}
.line{fill:none;stroke:var(--ink);stroke-width:1.75;stroke-linejoin:round}
.line.dashed{stroke:var(--accent);stroke-width:2.25;stroke-dasharray:7 4}
.line.accent{stroke:var(--accent);stroke-width:2.25}
.area{fill:var(--tint)}.dot{fill:var(--accent);stroke:#fff;stroke-width:1.5}
.bar{fill:#5b999a}
.expected{stroke:var(--ink);stroke-width:2.5}.expected.halo{stroke:#fff;stroke-width:5.5}
.name.halo,.tick.halo{paint-order:stroke;stroke:var(--tint);stroke-width:4px}
.tick{fill:var(--soft);font-size:12.5px}.name{fill:var(--ink);font-weight:600}
.name.accent{fill:var(--accent)}.number{fill:var(--ink)}
.end{text-anchor:end}.middle{text-anchor:middle}.start{text-anchor:start}
.tick,.number{font-variant-numeric:tabular-nums}
details{margin:4px 0 14px;font-size:14.5px}
summary{cursor:pointer;color:var(--accent);padding:6px 0}
details .scroll{max-width:560px;max-height:420px;overflow-y:auto;margin-top:6px}
ul{margin:0 0 14px;padding-left:20px}
dl{margin:0;display:grid;gap:2px 24px}
dt{font-weight:600}
dd{margin:0 0 12px;max-width:44em;color:#37474a}
footer p{padding:20px 0 40px;margin:0;max-width:none;border-top:1px solid var(--rule)}
@media (max-width:640px){
 h1{font-size:28px}
 .short{font-size:17.5px}
 svg.wide{display:none}svg.narrow{display:block}
 table{font-size:13.5px}
 th,td{padding-right:8px}
 small{font-size:12px}
 .matrix th,.matrix td{padding:6px 4px}
 .matrix td strong{font-size:15px}
 .matrix thead th{width:auto}
 .meter{width:84px}
 .matrix thead th:first-child,.matrix tbody th{padding-left:0}
 .triangle tbody th,.triangle thead th:first-child{position:sticky;left:0;background:#fff}
 .triangle thead th:first-child{white-space:normal;max-width:92px}
 .alive td[class^=h]{min-width:29px}
}
@media (min-width:700px){
 header{padding-top:64px}
 dl{grid-template-columns:11em 1fr}
 .triangle caption{white-space:nowrap}
 .pair{display:grid;grid-template-columns:1.35fr 1fr;gap:0 40px}
}
@media (min-width:1060px){
 header,main,footer{padding-left:32px;padding-right:32px}
 h1{font-size:44px}
 section{display:grid;grid-template-columns:200px minmax(0,1fr);gap:0 48px;padding:48px 0}
 #short h2,#short+nav{padding-top:2px}
 nav{padding-left:248px}
 .short{font-size:21px}
}
@media print{
 @page{size:A4;margin:17mm 15mm}
 html{font-size:10pt}
 body{font-size:10pt;line-height:1.45;-webkit-print-color-adjust:exact;print-color-adjust:exact}
 header,main,footer{padding-left:0;padding-right:0;max-width:none}
 header{padding-top:0}
 h1{font-size:24pt}h2{font-size:15pt;break-after:avoid}
 nav,details{display:none}
 .short{font-size:12pt}.lead{font-size:11pt}
 section{display:block;padding:7mm 0}
 figure,tr,li,dd,.matrix,.lead,.pair>*{break-inside:avoid}
 dt,caption,thead,.lead{break-after:avoid}
 svg.wide{display:block;max-width:100%}svg.narrow{display:none}
 table{font-size:9pt}.scroll{overflow:visible;max-height:none}
 .triangle{font-size:7.5pt}
 .triangle td[class^=h],.triangle .total td{min-width:6.4mm;padding:4px 1px}
 .triangle th,.triangle td{padding:4px 5px 4px 0}
 a{color:inherit;text-decoration:none}
}
)";

}  // namespace

std::string_view style_sheet() noexcept { return sheet; }

}  // namespace tenure::inline v0::detail::reports
