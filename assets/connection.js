/* Says to everyone that an answer does not come, and that the figures on the page are unchanged. */
(function () {
  "use strict";

  const UPDATE = "/_dash-update-component";
  const WORDS = "Not updated: the dashboard is not responding. The figures below have not changed. Try again in a moment.";
  const WAITING = "Waiting for the figures …";
  const SOON = 1000;  /* ms */
  const PATIENCE = 30000;  /* ms for all of an answer to Dash */
  const ask = window.fetch;

  let isConnected = true;

  function connected(isOk) {
    isConnected = isOk;
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

  /* Waiting for longer than a moment is shown, until there is nothing to wait for. */
  let soon = 0;

  function busy(isBusy) {
    window.clearTimeout(soon);
    if (isBusy) { soon = window.setTimeout(sayBusy, SOON); return; }
    const shown = document.getElementById("waiting");
    if (shown) { shown.remove(); }
  }

  function sayBusy() {
    if (document.getElementById("waiting")) { return; }
    const made = document.createElement("div");
    made.id = "waiting";
    made.className = "no-print";
    made.textContent = WAITING;
    document.body.appendChild(made);
    window.safeguarding.announce(WAITING);
  }

  /* Whether Dash was told of another address and has not asked yet, and whether its last question is open: an earlier
     one is of no use any more, whatever becomes of it. */
  let isDue = false;
  let last = null;

  /* An answer may break off when its beginning has come. */
  function whole(response) {
    return response.clone().arrayBuffer().then(function () { return response.ok; });
  }

  /* What Dash asks for by itself: another page, a search of the register. */
  window.fetch = function (address, options) {
    if (String(address && address.url || address).indexOf(UPDATE) < 0) { return ask.apply(this, arguments); }
    const patience = new AbortController();
    const late = window.setTimeout(function () { patience.abort(new Error("fell silent")); }, PATIENCE);
    const answer = ask.call(this, address, Object.assign({}, options, { signal: patience.signal }));
    const closed = function (isOk) {
      window.clearTimeout(late);
      if (last !== answer) { return; }
      last = null;
      busy(false);
      connected(isOk);
      document.dispatchEvent(new Event("answered"));
    };
    isDue = false;
    last = answer;
    answer.then(whole).then(closed, function () { closed(false); });
    return answer;
  };

  Object.assign(window.safeguarding, {
    connected: connected,
    isConnected: function () { return isConnected; },
    busy: busy,
    expectPage: function () { isDue = true; busy(true); },
    isPageExpected: function () { return isDue || last !== null; }
  });
}());
