/* On paper each chart is laid out anew for the width of a page, and afterwards for the screen again. */
(function () {
  "use strict";

  const WIDTH = 660;
  const HEIGHT = 340;

  function charts() { return Array.from(document.querySelectorAll(".chart-graph .js-plotly-plot")); }

  window.addEventListener("beforeprint", function () {
    window.safeguarding.drawAll();
    window.safeguarding.isPrinting = true;
    charts().forEach(function (graph) {
      const height = Math.round(Math.max(HEIGHT, (graph.layout.meta || {}).height || 0));
      graph.closest(".chart-graph").style.setProperty("--print-height", height + "px");
      window.Plotly.relayout(graph, { width: WIDTH, height: height });
    });
  });

  window.addEventListener("afterprint", function () {
    window.safeguarding.isPrinting = false;
    charts().forEach(function (graph) {
      const box = graph.closest(".chart-graph");
      window.Plotly.relayout(graph, { width: box.clientWidth, height: box.clientHeight });
    });
  });
})();
