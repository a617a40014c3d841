/* Focus and title on moving to another page, and the "Copy link" button. */
(function () {
  "use strict";

  var CONTENT = "page-content";
  var place = window.location.pathname;
  var heading = { node: null, text: "" };

  function say(text) { window.safeguarding.announce(text); }

  /* The header says which page this is; a page below another belongs to it. */
  function mark() {
    document.querySelectorAll(".site-header .nav-link").forEach(function (link) {
      var path = new URL(link.href).pathname;
      var here = window.location.pathname;
      if (path === here || (path !== "/" && here.startsWith(path + "/"))) {
        link.setAttribute("aria-current", "page");
      } else {
        link.removeAttribute("aria-current");
      }
    });
  }

  function remember(h1) {
    mark();
    heading = { node: h1, text: h1.textContent };
    place = window.location.pathname;
  }

  /* A page has come when the path is another one and so is its heading; a change of filters alters only the query. */
  function arrived() {
    var content = document.getElementById(CONTENT);
    var h1 = content && content.querySelector("h1");
    if (!h1) { return; }
    var first = heading.node === null;
    var same = h1 === heading.node && h1.textContent === heading.text;
    if (first || place === window.location.pathname) { remember(h1); return; }
    if (same) { return; }
    remember(h1);
    h1.setAttribute("tabindex", "-1");
    h1.focus({ preventScroll: true });
    var wanted = window.location.hash && document.getElementById(window.location.hash.slice(1));
    if (wanted) { wanted.scrollIntoView(); } else { window.scrollTo(0, 0); }
    window.setTimeout(function () { say(document.title); }, 150);
  }

  function watch() {
    new MutationObserver(arrived).observe(document.body, { childList: true, characterData: true, subtree: true });
    arrived();
  }

  function copyLink(button) {
    var label = button.textContent;
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
    var button = event.target.closest && event.target.closest("[data-copy-link]");
    if (button) { copyLink(button); }
  });

  if (document.body) { watch(); } else { document.addEventListener("DOMContentLoaded", watch); }
})();
