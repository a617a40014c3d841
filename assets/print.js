/* On paper each chart is laid out anew for the width of a page, and afterwards for the screen again. */
(function () {
  "use strict";

  const WIDTH = 660;
  const HEIGHT = 340;

  function charts() { return Array.from(document.querySelectorAll(".chart-graph .js-plotly-plot")); }

  /* The foot of each page: what a style sheet of the page itself may say, it being made of text alone. */
  const feet = new CSSStyleSheet();
  document.adoptedStyleSheets = document.adoptedStyleSheets.concat([feet]);

  function quoted(text) {
    return "\"" + text.replace(/[^\w ,;:.()/–-]/g, function (sign) { return "\\" + sign.codePointAt(0).toString(16) + " "; }) + "\"";
  }

  function foot() {
    const own = document.querySelector(".pack-foot");
    const text = own ? own.textContent : document.title + ", printed " + new Date().toLocaleDateString("en-GB", {
      day: "numeric", month: "long", year: "numeric"
    });
    if (own) { document.title = document.querySelector(".page h1").textContent; }
    feet.replaceSync("@page { @bottom-left { content: " + quoted(text) + "; font: 9pt sans-serif; color: #4a5866; } }");
  }

  window.addEventListener("beforeprint", function () {
    foot();
    window.safeguarding.drawAll();
    window.safeguarding.isPrinting = true;
    charts().forEach(function (graph) {
      const height = Math.round(Math.max(HEIGHT, (graph.layout.meta || {}).height || 0));
      graph.closest(".chart-graph").style.setProperty("--print-height", height + "px");
      window.Plotly.relayout(graph, { width: WIDTH, height: height });
    });
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-print]")) { window.print(); }
  });

  /* On paper an address is of use only with its host. */
  window.safeguarding.draws("data-address", function (place, address) {
    place.textContent = new URL(address, window.location.href).href;
  });

  window.addEventListener("afterprint", function () {
    window.safeguarding.isPrinting = false;
    charts().forEach(function (graph) {
      const box = graph.closest(".chart-graph");
      window.Plotly.relayout(graph, { width: box.clientWidth, height: box.clientHeight });
    });
  });
})();
