/*
Elements from data. A page's parts that follow the filters carry their content as data-block (components/markup.py);
when it changes, what is already there is changed in place, so that focus, open tables and drawn charts stay.

safeguarding.draws(name, build) has build(element, value) called for every element with the attribute that arrives or is
built here, and when its value changes; what is inside such an element is the builder's own.
*/
(function () {
  "use strict";

  const builders = {};

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) { made.className = className; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  function isOwned(attributes) { return Object.keys(attributes).some(function (name) { return name in builders; }); }

  /* An object is handed to its builder as it is: an attribute could only hold its text. */
  function put(place, name, value) {
    if (name === "selected") { place.selected = true; }  /* the attribute alone no longer counts once a person chose */
    if (typeof value === "object") {
      const text = JSON.stringify(value);
      if (place.safeguarded !== text) { place.safeguarded = text; builders[name](place, value); }
    } else {
      if (place.getAttribute(name) === String(value)) { return; }
      place.setAttribute(name, value === true ? "" : value);
      if (name in builders) { builders[name](place, JSON.parse(value)); }
    }
  }

  function make(node) {
    if (typeof node === "string") { return document.createTextNode(node); }
    const made = document.createElement(node[0]);
    fit(made, node);
    return made;
  }

  /* Whether an element that is there can become the one wanted. */
  function isLike(place, node) {
    return typeof node === "string" ? place.nodeType === Node.TEXT_NODE : place.localName === node[0];
  }

  function fit(place, node) {
    if (typeof node === "string") { if (place.data !== node) { place.data = node; } return; }
    const attributes = node[1];
    Array.from(place.attributes).forEach(function (old) {
      /* Whether a details is open is the reader's. */
      const isOthers = isOwned(attributes) || old.name === "open";
      if (!(old.name in attributes) && !isOthers) { place.removeAttribute(old.name); }
    });
    Object.keys(attributes).forEach(function (name) { put(place, name, attributes[name]); });
    if (!isOwned(attributes)) { fill(place, node.slice(2)); }
  }

  function fill(place, nodes) {
    const old = Array.from(place.childNodes);
    nodes.forEach(function (node, i) {
      if (!old[i]) { place.appendChild(make(node)); }
      else if (isLike(old[i], node)) { fit(old[i], node); }
      else { old[i].replaceWith(make(node)); }
    });
    old.slice(nodes.length).forEach(function (extra) { extra.remove(); });
  }

  function draw(place) {
    Object.keys(builders).forEach(function (name) {
      if (place.hasAttribute(name)) { builders[name](place, JSON.parse(place.getAttribute(name))); }
    });
  }

  /* What Dash put on the page, found before any of it is drawn: what is built here is drawn as it is built. */
  document.addEventListener("arrived", function (event) {
    const names = Object.keys(builders).map(function (name) { return "[" + name + "]"; });
    event.target.querySelectorAll(names.join(",")).forEach(draw);
  });

  function draws(name, build) { builders[name] = build; }

  /* New content for a block that is there. */
  function refill(place, nodes) {
    const focused = place.contains(document.activeElement) ? document.activeElement : null;
    fill(place, nodes);
    /* Where what had the focus is gone, the reader stays at its place. */
    if (focused && !focused.isConnected) {
      place.tabIndex = -1;
      place.focus({ preventScroll: true });
    }
  }

  window.safeguarding = Object.assign(window.safeguarding || {}, { element: element, draws: draws, refill: refill });
  draws("data-block", fill);
}());
