/*
What became of a change of a filter: that the figures have followed is said to screen readers; that an answer does not
come, the figures on the page being those of before, is said to everyone.
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

  let awaited = 0;
  let isChanged = false;

  document.addEventListener("change", function (event) {
    if (event.target.closest("[data-parameter]")) { isChanged = true; }
  });

  function answered(isOk) {
    awaited -= 1;
    notice(!isOk);
    if (!isOk || awaited || !isChanged) { return; }
    isChanged = false;
    const filter = document.querySelector("[data-parameter=area] select");
    const area = filter && filter.selectedOptions[0] ? " for " + filter.selectedOptions[0].textContent : "";
    window.safeguarding.announce("Figures updated" + area);
  }

  window.fetch = function (address) {
    const answer = ask.apply(this, arguments);
    if (String(address && address.url || address).indexOf(UPDATE) >= 0) {
      awaited += 1;
      answer.then(function (response) { answered(response.ok); }, function () { answered(false); });
    }
    return answer;
  };
}());
