/*
What follows the filters. When the address of a page changes, its blocks (data-follows) are asked for again; they come
one a line, what is in sight first, and each is shown as it comes. A later change puts an end to an earlier one. Where an
answer breaks off, the page is again as it was after the last that came whole. A block that is put off (data-later) is
asked for when what it lies in is opened.
*/
(function () {
  "use strict";

  const PATH = "/blocks";
  const SILENCE = 15000;  /* ms, after which nothing more is waited for */
  let asking = null;

  /* Charts in sight first, since they take longest to draw, then what else is in sight, then the rest down the page. */
  function urgency(block) {
    if (block.matches("details:not([open]) *")) { return 3; }
    const box = block.getBoundingClientRect();
    if (box.bottom < 0 || box.top > window.innerHeight) { return 2; }
    return block.querySelector(".chart-canvas") ? 0 : 1;
  }

  /* Those put off that show what the address selects. */
  const current = new WeakSet();

  function isPutOff(block) { return block.matches("[data-later]") && block.matches("details:not([open]) *"); }

  /* Closed again, it shows nothing of before the change when it is opened next. */
  function putOff(block) {
    current.delete(block);
    contents.delete(block);
    block.replaceChildren();
  }

  /* Every block but those put off. */
  function blocks() {
    const every = Array.from(document.querySelectorAll("[data-follows]"));
    every.filter(isPutOff).forEach(putOff);
    const found = every.filter(function (block) { return !isPutOff(block); });
    const ranks = new Map(found.map(function (block) { return [block, urgency(block)]; }));
    return found.sort(function (a, b) { return ranks.get(a) - ranks.get(b); });
  }

  /* What it waits for, unless it takes too long. */
  function inTime(promise) {
    let late = 0;
    const silence = new Promise(function (_, reject) {
      late = window.setTimeout(function () { reject(new Error("fell silent")); }, SILENCE);
    });
    return Promise.race([promise, silence]).finally(function () { window.clearTimeout(late); });
  }

  async function eachLine(response, take) {
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (let part = await inTime(reader.read()); !part.done; part = await inTime(reader.read())) {
      const lines = (rest + decoder.decode(part.value, { stream: true })).split("\n");
      rest = lines.pop();
      lines.forEach(take);
    }
  }

  /* What blocks show, and what those showed that changed since an answer came whole. */
  const contents = new WeakMap();
  const before = new Map();

  function show(place, content) {
    if (!before.has(place)) { before.set(place, contents.get(place) || JSON.parse(place.dataset.block || "[]")); }
    contents.set(place, content);
    current.add(place);
    window.safeguarding.refill(place, content);
  }

  function restore() {
    before.forEach(function (content, place) {
      contents.set(place, content);
      current.delete(place);
      if (place.isConnected) { window.safeguarding.refill(place, content); }
    });
    before.clear();
  }

  async function fetchInto(places, signal) {
    const response = await inTime(fetch(PATH + window.location.search, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(places.map(function (place) { return place.dataset.follows; })),
      signal: signal
    }));
    if (!response.ok) { throw new Error("answered " + response.status); }
    await eachLine(response, function (line) {
      if (!signal.aborted) { show(places.shift(), JSON.parse(line)); }
    });
    if (places.length) { throw new Error("ended early"); }
  }

  function updated() {
    const filter = document.querySelector("[data-parameter=area] select");
    const area = filter && filter.selectedOptions[0] ? " for " + filter.selectedOptions[0].textContent : "";
    window.safeguarding.announce("Figures updated" + area);
  }

  async function follow(places, tell) {
    stop();
    if (!places.length) { return; }
    const mine = asking = new AbortController();
    window.safeguarding.busy(true);
    try {
      await fetchInto(places, mine.signal);
      if (isSuperseded(mine)) { return; }
      before.clear();
      asking = null;
      window.safeguarding.busy(false);
      window.safeguarding.settle();
      window.safeguarding.connected(true);
      document.dispatchEvent(new Event("shown"));
      tell();
    } catch (error) {
      if (isSuperseded(mine)) { return; }
      console.error(error);
      leave();
      window.safeguarding.settle();
      window.safeguarding.connected(false);
    }
  }

  function isSuperseded(mine) { return asking !== mine; }

  function stop() {
    if (asking) { asking.abort(); }
    asking = null;
  }

  /* Another page has other blocks: what is still on its way is for nobody. If the page does not come, this one is whole. */
  function leave() {
    stop();
    restore();
    window.safeguarding.busy(false);
  }

  /* Paper has the figures of one answer: those of before, where the next has come in part. It is asked for again after. */
  let isHeld = false;

  window.addEventListener("beforeprint", function () {
    isHeld = Boolean(asking && before.size);
    if (isHeld) { leave(); }
  });
  window.addEventListener("afterprint", function () { if (isHeld) { ask(); } });

  /* What is being asked for, or was last: kept when all of it is shown, or nothing more of it will be. */
  let latest = Promise.resolve();

  function ask() { return latest = follow(blocks(), updated); }

  /* What is opened: alone, unless a change of the filters is on its way, which is then asked for again with it. */
  function opened(details) {
    const missing = Array.from(details.querySelectorAll("[data-later]")).filter(function (block) {
      return !isPutOff(block) && !current.has(block);
    });
    if (missing.length) { latest = asking ? follow(blocks(), updated) : follow(missing, function () {}); }
  }

  document.addEventListener("toggle", function (event) { if (event.target.open) { opened(event.target); } }, true);

  /* When nothing is on its way any more: a later change takes the place of an earlier one. */
  async function whenFollowed() {
    for (let last = null; last !== latest;) {
      last = latest;
      await last;
    }
  }

  Object.assign(window.safeguarding, { follow: ask, whenFollowed: whenFollowed, leave: leave });
}());
