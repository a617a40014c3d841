/*
The address is the state. A change of a filter puts its value into the address, the default left out; links within the
dashboard take the shared part of the address along; back and forward draw the page that the address says.
*/
(function () {
  "use strict";

  const SHARED = ["area", "from", "to", "neighbours", "statistic", "intervals"];
  const OUTSIDE = /^\/(api\/|assets\/|healthz|readyz)/;

  function text(query) {
    const search = query.toString().replace(/%2F/g, "/").replace(/%2C/g, ",");
    return search ? "?" + search : "";
  }

  /* data-parameter names one part of the address or, by comma, the parts that the value holds by comma. */
  function put(filter, value, isCorrection) {
    const query = new URLSearchParams(window.location.search);
    const names = filter.dataset.parameter.split(",");
    const values = names.length > 1 ? value.split(",") : [value];
    const defaults = filter.dataset.default.split(",");
    names.forEach(function (name, i) {
      if (values[i] && values[i] !== defaults[i]) { query.set(name, values[i]); } else { query.delete(name); }
    });
    const search = text(query);
    if (search !== window.location.search) {
      const address = window.location.pathname + search + window.location.hash;
      window.history[isCorrection ? "replaceState" : "pushState"]({}, "", address);
    }
  }

  /* What the address asks for and the page could not choose leaves the address. */
  function settle() {
    document.querySelectorAll("[data-block] [data-parameter] select").forEach(function (select) {
      put(select.closest("[data-parameter]"), select.value, true);
    });
  }

  /* So does, as a page comes, what the page knows nothing of, says twice or says empty, and what it shows of its own
     parameters otherwise; the notice stays. What stands after # is kept. */
  function trim() {
    const page = document.querySelector("[data-known]");
    if (!page) { return; }
    const known = page.dataset.known.split(",");
    const own = JSON.parse(page.dataset.own);
    const query = new URLSearchParams(window.location.search);
    new Set(Array.from(query.keys()).concat(Object.keys(own))).forEach(function (name) {
      const value = name in own ? own[name] : query.get(name);
      if (value.trim() && known.includes(name)) { query.set(name, value); } else { query.delete(name); }
    });
    const search = text(query);
    if (search !== text(new URLSearchParams(window.location.search))) {
      window.history.replaceState({}, "", window.location.pathname + search + window.location.hash);
    }
  }

  /* And what the address says in other words than the filters: a name, a former code. */
  function correct() {
    trim();
    document.querySelectorAll("[data-chosen]").forEach(function (filter) { put(filter, filter.dataset.chosen, true); });
  }

  /* What is said of an unrecognised part of the address is hidden once a filter is changed, and said anew of another. */
  function hideRefusals(isHidden) {
    document.querySelectorAll(".asked").forEach(function (notices) { notices.hidden = isHidden; });
  }

  /* On its way down, so that the figures are on theirs before Dash has seen to its own components. */
  document.addEventListener("change", function (event) {
    const filter = event.target.closest("[data-parameter]");
    if (!filter) { return; }
    put(filter, event.target.value);
    if (isAwaited) { route(); } else { follow(); }
    hideRefusals(true);
  }, true);

  /* The page on the screen is that of the address, or is it on its way? Until it has come, and where it did not come,
     every change goes to the router, which draws the page of the address as it is then. */
  let isAwaited = true;
  let path = window.location.pathname;
  let search = window.location.search;

  function follow() {
    search = window.location.search;
    window.safeguarding.follow();
  }

  function awaitPage() {
    isAwaited = true;
    hasCome = false;
    path = window.location.pathname;
    window.safeguarding.leave();
    window.safeguarding.expectPage();
  }

  function route() {
    awaitPage();
    if (window.safeguarding.isConnected()) {
      /* As dcc.Link does. */
      window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    } else {
      /* Of an address whose page did not come Dash knows already, and would not ask again. */
      window.dash_clientside.set_props("_pages_location", { pathname: path, search: window.location.search });
    }
  }

  function isShown() { return !isAwaited && path === window.location.pathname; }

  /* A page may come a moment before the end of its answer: it is the one shown when that has ended. */
  let hasCome = false;

  function come() {
    if (!hasCome || window.safeguarding.isPageExpected()) { return; }
    hasCome = false;
    isAwaited = false;
    correct();
    path = window.location.pathname;
    search = window.location.search;
    document.dispatchEvent(new Event("shown"));
  }

  window.safeguarding.onPage(function () {
    hasCome = true;
    come();
  });
  document.addEventListener("answered", come);

  /* No period ends before it begins: years are offered accordingly. Years compare as text, "2018/19". */
  document.addEventListener("focusin", function () {
    const first = document.querySelector("[data-parameter=from] select");
    const last = document.querySelector("[data-parameter=to] select");
    if (!first || !last) { return; }
    function isYear(value) { return /^\d/.test(value); }
    function limit(select, isOutside) {
      Array.from(select.options).forEach(function (option) { option.disabled = isYear(option.value) && isOutside(option.value); });
    }
    limit(first, function (year) { return isYear(last.value) && year > last.value; });
    limit(last, function (year) { return isYear(first.value) && year < first.value; });
  });

  /* Back and forward on one page put the filters as the address says; the figures follow them, the page stays. */
  function show(filter) {
    const query = new URLSearchParams(window.location.search);
    const defaults = filter.dataset.default.split(",");
    const value = filter.dataset.parameter.split(",").map(function (name, i) {
      return query.get(name) || defaults[i];
    }).join(",");
    const select = filter.querySelector("select");
    if (select && select.value !== value) { window.dash_clientside.set_props(select.id, { value: value }); }
  }

  /* Another address of the page that is shown: filters and figures follow it, the page stays. A filter within a block
     comes with the figures. */
  function stay() {
    document.querySelectorAll("[data-parameter]:not([data-block] *)").forEach(show);
    document.dispatchEvent(new Event("address"));
    follow();
  }

  window.addEventListener("popstate", function (event) {
    if (!isShown() || !window.dash_clientside || !window.dash_clientside.set_props) {
      hideRefusals(false);
      awaitPage();
      return;
    }
    event.stopImmediatePropagation();
    /* A step to another part of the page is one too. */
    if (search !== window.location.search) { stay(); }
  });

  /* The link in which an event lies, if it leads to a page of the dashboard. */
  function inner(event) {
    const link = event.target.closest && event.target.closest("a[href^='/']:not([data-pack-print])");
    return link && !link.download && !link.target && !OUTSIDE.test(link.getAttribute("href")) ? link : null;
  }

  function keep(link) {
    const wanted = new URL(link.getAttribute("href"), window.location.origin);
    const here = new URLSearchParams(window.location.search);
    SHARED.forEach(function (name) {
      if (here.get(name)) { wanted.searchParams.set(name, here.get(name)); } else { wanted.searchParams.delete(name); }
    });
    const href = wanted.pathname + text(wanted.searchParams) + wanted.hash;
    if (href !== link.getAttribute("href")) { link.setAttribute("href", href); }
    return wanted;
  }

  /* In time for a click, a middle click, "copy link" and the keyboard alike. */
  ["pointerdown", "focusin"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      const link = inner(event);
      if (link) { keep(link); }
    }, true);
  });

  document.addEventListener("click", function (event) {
    const link = inner(event);
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return;
    }
    const wanted = keep(link);
    if (wanted.pathname === window.location.pathname && wanted.hash) { return; }
    event.preventDefault();
    hideRefusals(false);
    const isHere = isShown() && wanted.pathname === path && document.querySelector("[data-follows], #pack-items");
    if (wanted.href !== window.location.href) { window.history.pushState({}, "", link.getAttribute("href")); }
    if (isHere) { stay(); } else { route(); }
    window.scrollTo(0, 0);
  });

  Object.assign(window.safeguarding, { settle: settle });
}());
