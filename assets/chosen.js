/* What is chosen, in words, as the filters stand: for the foot of slides, and for paper, which shows no filters. */
(function () {
  "use strict";

  function select(parameter) { return document.querySelector(".filter[data-parameter='" + parameter + "'] select"); }

  function words(place) { return place && place.selectedOptions[0] ? place.selectedOptions[0].textContent : ""; }

  /* "every period to the latest", "from 2018/19 to 2022/23". Values of open ends are no years. */
  function periods(first, last) {
    const from = /^\d/.test(first.value) ? "from " + words(first) : "every period";
    return from + " to " + words(last);
  }

  /* "2025,median": "statistical neighbours of the 2025 model by median". */
  function neighbours(value) {
    const parts = value.split(",");
    return "statistical neighbours of the " + parts[0] + " model by " + parts[1];
  }

  /* The bar that every page has; "" where the page does not follow it. */
  function shared() {
    const area = select("area");
    if (!area || area.closest("[hidden]")) { return ""; }
    const said = [words(area), periods(select("from"), select("to")), neighbours(select("neighbours,statistic").value)];
    const lines = select("intervals");
    if (lines && lines.value !== lines.closest(".filter").dataset.default) { said.push("margin of error on line charts: " + words(lines)); }
    return said.join(", ");
  }

  /* A page's own filters: "Indicator: Looked after children; period compared: the latest". */
  function own() {
    const said = [];
    document.querySelectorAll(".page .filter").forEach(function (filter) {
      const field = filter.querySelector("select, input");
      const value = field.localName === "select" ? filter.dataset.parameter && words(field) : field.value;
      if (value) {
        const label = filter.querySelector("label").textContent;
        said.push((said.length ? label.charAt(0).toLowerCase() + label.slice(1) : label) + ": " + value);
      }
    });
    return said.join("; ");
  }

  /* As it was when the figures on the page came: while others are on their way, or did not come, it is still theirs. */
  let kept = null;

  function now() { return { shared: shared(), own: own(), address: window.location.href }; }

  function remember() { kept = document.querySelector("[data-follows]") ? now() : null; }

  document.addEventListener("shown", function () {
    remember();
    /* Of a page that has just come Dash may not have filled every select yet. */
    window.setTimeout(remember, 0);
  });

  window.safeguarding.chosen = function () { return kept || now(); };
}());
