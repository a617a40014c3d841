/* On paper each chart is laid out anew for the width of a page, and afterwards for the screen again. */
(function () {
  "use strict";

  var WIDTH = 660;
  var HEIGHT = 340;

  function charts() {
    return window.Plotly ? Array.from(document.querySelectorAll(".chart-graph .js-plotly-plot")) : [];
  }

  window.addEventListener("beforeprint", function () {
    charts().forEach(function (graph) {
      var height = Math.round(Math.max(HEIGHT, ((graph.layout || {}).meta || {}).height || 0));
      graph.closest(".chart-graph").style.setProperty("--print-height", height + "px");
      window.Plotly.relayout(graph, { autosize: false, width: WIDTH, height: height });
    });
  });

  window.addEventListener("afterprint", function () {
    charts().forEach(function (graph) {
      window.Plotly.relayout(graph, { autosize: true, width: null, height: null })
        .then(function () { window.Plotly.Plots.resize(graph); });
    });
  });
})();
