/*
An answer that does not come: the figures on the page are then those of before, and the page says so.
*/
(function () {
  "use strict";

  const UPDATE = "/_dash-update-component";
  const WORDS = "Not updated: the dashboard does not answer. The figures below are those of before; try again in a moment.";
  const ask = window.fetch;

  function notice(isNeeded) {
    const old = document.getElementById("connection-notice");
    if (!isNeeded) { if (old) { old.remove(); } return; }
    if (old) { return; }
    const made = document.createElement("div");
    made.id = "connection-notice";
    made.className = "notice notice-warning";
    made.setAttribute("role", "alert");
    made.textContent = WORDS;
    const content = document.getElementById("page-content") || document.body;
    content.insertBefore(made, content.firstChild);
    window.scrollTo(0, 0);
  }

  window.fetch = function (address) {
    const answer = ask.apply(this, arguments);
    if (String(address && address.url || address).indexOf(UPDATE) >= 0) {
      answer.then(function (response) { notice(!response.ok); }, function () { notice(true); });
    }
    return answer;
  };
}());
