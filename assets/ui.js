/* Focus and title on moving to another page, and the "Copy link" button. */
(function () {
  "use strict";

  let place = null;

  function say(text) { window.safeguarding.announce(text); }

  /* The header says which page this is; a page below another belongs to it. */
  function mark() {
    document.querySelectorAll(".site-header .nav-link").forEach(function (link) {
      const path = new URL(link.href).pathname;
      const here = window.location.pathname;
      if (path === here || (path !== "/" && here.startsWith(path + "/"))) {
        link.setAttribute("aria-current", "page");
      } else {
        link.removeAttribute("aria-current");
      }
    });
  }

  /* The part of the page that the address names; of the first page the browser looked for it before it was there. */
  function part() { return window.location.hash && document.getElementById(window.location.hash.slice(1)); }

  function focus(h1) {
    h1.setAttribute("tabindex", "-1");
    h1.focus({ preventScroll: true });
  }

  /* The first page is where a reader starts anyway; a change of filters alters only the query. */
  window.safeguarding.onPage(function () {
    mark();
    const isFirst = place === null;
    const h1 = document.querySelector(".page h1");
    if (!h1) { return; }
    if (place === window.location.pathname) {
      /* Drawn anew, as after quick steps back and forward: what had the focus is gone. */
      if (document.activeElement === document.body) { focus(h1); }
      return;
    }
    place = window.location.pathname;
    if (isFirst) {
      if (part()) { part().scrollIntoView(); }
      return;
    }
    focus(h1);
    if (part()) { part().scrollIntoView(); } else { window.scrollTo(0, 0); }
    window.setTimeout(function () { say(document.title); }, 150);
  });

  function copyLink(button) {
    const label = button.textContent;
    function show(text) {
      say(text);
      button.textContent = text;
      window.setTimeout(function () { button.textContent = label; }, 2500);
    }
    if (button.dataset.busy) { return; }
    if (!navigator.clipboard) {
      say("This browser does not allow copying here. Copy the address from the address bar.");
      window.prompt("Copy this link:", window.location.href);
      return;
    }
    button.dataset.busy = "1";
    navigator.clipboard.writeText(window.location.href)
      .then(function () { show("Link copied"); })
      .catch(function () { show("Not copied: use the address bar"); })
      .finally(function () { window.setTimeout(function () { delete button.dataset.busy; }, 2500); });
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest && event.target.closest("[data-copy-link]");
    if (button) { copyLink(button); }
  });
})();
