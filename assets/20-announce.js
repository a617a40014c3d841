/* One live region for the whole page: what has just happened, said to screen readers. */
(function () {
  "use strict";

  var region = null;

  function announcer() {
    region = document.getElementById("announcer") || region;
    if (!region || !region.isConnected) {
      region = document.createElement("div");
      region.id = "announcer";
      document.body.appendChild(region);
    }
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    region.setAttribute("aria-live", "polite");
    return region;
  }

  /* The same words twice are said twice: the region is emptied in between. */
  function announce(text) {
    var here = announcer();
    here.textContent = "";
    window.setTimeout(function () { here.textContent = text; }, 60);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", announcer);
  } else {
    announcer();
  }
  window.safeguarding = Object.assign(window.safeguarding || {}, { announce: announce });
})();
