/* That an answer does not come, what is on the page being that of before, is said to everyone. */
(function () {
  "use strict";

  const UPDATE = "/_dash-update-component";
  const WORDS = "Not updated: the dashboard does not answer. The figures below are those of before; try again in a moment.";
  const ask = window.fetch;

  function connected(isOk) {
    const old = document.getElementById("connection-notice");
    if (isOk && old) { old.remove(); }
    if (isOk || old) { return; }
    const made = document.createElement("div");
    made.id = "connection-notice";
    made.className = "notice notice-warning";
    made.setAttribute("role", "alert");
    made.textContent = WORDS;
    const content = document.getElementById("page-content") || document.body;
    content.insertBefore(made, content.firstChild);
    window.scrollTo(0, 0);
  }

  /* Whether Dash was told of another address and has not asked yet, and how many of its questions are open. */
  let isDue = false;
  let open = 0;

  /* What Dash asks for by itself: another page, a search of the register. */
  window.fetch = function (address) {
    const answer = ask.apply(this, arguments);
    if (String(address && address.url || address).indexOf(UPDATE) >= 0) {
      isDue = false;
      open += 1;
      const closed = function (isOk) { open -= 1; connected(isOk); };
      answer.then(function (response) { closed(response.ok); }, function () { closed(false); });
    }
    return answer;
  };

  Object.assign(window.safeguarding, {
    connected: connected,
    expectPage: function () { isDue = true; },
    isPageExpected: function () { return isDue || open > 0; }
  });
}());
