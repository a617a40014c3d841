/*
"arrived", on the place that Dash has filled: the page, first or another, or a part of it with data-filled. These places
alone are watched: drawing a chart changes its own elements many hundred times.
*/
(function () {
  "use strict";

  const PAGE = "_pages_content";
  const PART = "[data-filled]";

  const observer = new MutationObserver(function (changes) {
    const filled = changes.filter(function (change) { return change.addedNodes.length; });
    new Set(filled.map(function (change) { return change.target; })).forEach(arrive);
  });

  function watch(place) { observer.observe(place, { childList: true }); }

  function arrive(place) {
    place.querySelectorAll(PART).forEach(watch);
    place.dispatchEvent(new Event("arrived", { bubbles: true }));
  }

  /* Dash makes the place for pages when its own scripts have run. */
  const start = new MutationObserver(function () {
    const place = document.getElementById(PAGE);
    if (!place) { return; }
    start.disconnect();
    watch(place);
    if (place.firstChild) { arrive(place); }
  });
  start.observe(document.documentElement, { childList: true, subtree: true });

  window.safeguarding = Object.assign(window.safeguarding || {}, {
    onPage: function (act) {
      document.addEventListener("arrived", function (event) { if (event.target.id === PAGE) { act(); } });
    }
  });
}());
