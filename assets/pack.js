/* The pack's list: add, move, remove; the address holds it. Files are made by the server, and can be cancelled. */
(function () {
  "use strict";

  const element = window.safeguarding.element;
  const say = function (text) { window.safeguarding.announce(text); };
  let making = null;
  let most = Infinity;

  function names() {
    const found = {};
    document.querySelectorAll("#pack-panel option, #pack-indicator option").forEach(function (option) {
      found[option.value] = option.textContent;
    });
    return found;
  }

  /* What is chosen, as the server read it from the address; from then on as the buttons change it. */
  let chosen = [];

  /* The address of the pack that the page shows: its filters, its title, its list. */
  function query() {
    const wanted = new URLSearchParams();
    document.querySelectorAll("[data-parameter]").forEach(function (filter) {
      const value = filter.querySelector("select, input").value;
      const names = filter.dataset.parameter.split(",");
      const values = names.length > 1 ? value.split(",") : [value];
      const defaults = filter.dataset.default.split(",");
      names.forEach(function (name, i) { if (values[i] && values[i] !== defaults[i]) { wanted.set(name, values[i]); } });
    });
    if (chosen.length) { wanted.set("items", chosen.join(",")); }
    return "?" + wanted;
  }

  function put(list) {
    chosen = list;
    const wanted = new URLSearchParams(window.location.search);
    if (list.length) { wanted.set("items", list.join(",")); } else { wanted.delete("items"); }
    const text = wanted.toString().replace(/%2F/g, "/").replace(/%2C/g, ",");
    window.history.replaceState({}, "", window.location.pathname + (text ? "?" + text : ""));
    show(list);
  }

  /* Back and forward on the page: the list is that of the address. */
  document.addEventListener("address", function () {
    if (!document.getElementById("pack-items")) { return; }
    const query = new URLSearchParams(window.location.search);
    const known = names();
    const items = new Set((query.get("items") || "").split(","));
    chosen = Array.from(items).filter(function (item) { return Object.hasOwn(known, item); }).slice(0, most);
    window.dash_clientside.set_props("pack-title", { value: query.get("title") || "" });
    show(chosen);
    if (document.activeElement.closest("[hidden]")) { document.getElementById("pack-panel").focus(); }
  });

  function button(text, label, action) {
    const made = element("button", "button", text);
    made.type = "button";
    made.setAttribute("aria-label", text + ": " + label);
    made.dataset.packAction = action;
    return made;
  }

  function line(item, name) {
    const made = element("li");
    made.dataset.item = item;
    made.append(
      element("span", "pack-name", name), button("Up", name, "up"), button("Down", name, "down"), button("Remove", name, "remove")
    );
    return made;
  }

  function show(list) {
    const place = document.getElementById("pack-items");
    if (!place) { return; }
    const known = names();
    const shown = list.filter(function (item) { return known[item]; });
    place.replaceChildren(...shown.map(function (item) { return line(item, known[item]); }));
    document.querySelector(".pack-empty").hidden = shown.length > 0;
    document.querySelectorAll("[data-pack-make]").forEach(function (each) { each.disabled = !shown.length; });
  }

  /* What a button of the list does to it, and what is said of it. */
  function change(list, at, action) {
    const item = list[at];
    const rest = list.filter(function (_, i) { return i !== at; });
    if (action === "remove") { return [rest, "removed"]; }
    const to = Math.min(rest.length, Math.max(0, action === "up" ? at - 1 : at + 1));
    rest.splice(to, 0, item);
    return [rest, "now at place " + (to + 1) + " of " + rest.length];
  }

  function act(pressed) {
    const item = pressed.closest("li").dataset.item;
    const list = chosen;
    const at = list.indexOf(item);
    const done = change(list, at, pressed.dataset.packAction);
    const name = names()[item];
    put(done[0]);
    const again = document.querySelector("li[data-item='" + item + "'] [data-pack-action=" + pressed.dataset.packAction + "]");
    const next = document.querySelectorAll("#pack-items li")[Math.min(at, done[0].length - 1)];
    const focus = again || (next && next.querySelector("[data-pack-action=remove]")) || document.getElementById("pack-panel");
    focus.focus();
    say(name + " " + done[1]);
  }

  function add(pressed) {
    const offered = document.getElementById(pressed.dataset.packAdd);
    const name = offered.selectedOptions[0].textContent;
    if (chosen.includes(offered.value)) { say(name + " is in already"); return; }
    if (chosen.length >= most) { status("A pack holds " + most + " items at most; nothing was added.", true); return; }
    put(chosen.concat([offered.value]));
    say(name + " added");
  }

  /* Files ------------------------------------------------------------------------------------- */

  function status(text, failed) {
    const place = document.querySelector(".pack-status");
    if (!place) { return; }
    place.classList.toggle("chart-status-error", Boolean(failed));
    if (!place.firstChild) { place.append(element("span"), " "); }
    if (place.firstChild.textContent !== text) { place.firstChild.textContent = text; }
    /* The button stays the same one: whoever has come to it with the keyboard is still there a second later. */
    const cancel = document.getElementById("pack-cancel");
    if (!making && cancel) { cancel.remove(); }
    if (making && !cancel) { place.append(Object.assign(element("button", "button", "Cancel"), { type: "button", id: "pack-cancel" })); }
  }

  function save(blob, filename) {
    const link = element("a");
    link.href = URL.createObjectURL(blob);
    link.download = filename;
    link.hidden = true;
    document.body.appendChild(link);
    link.click();
    link.remove();
    window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  function received(answer) {
    if (answer.ok) {
      const named = /filename=([\w.-]+)/.exec(answer.headers.get("Content-Disposition") || "");
      return answer.blob().then(function (blob) { return [blob, named ? named[1] : "pack"]; });
    }
    return answer.json().catch(function () { return {}; }).then(function (said) {
      throw new Error(said.error || "the server could not make it");
    });
  }

  /* How long it takes, or how many packs are made before it. */
  function wait(ticket, started) {
    window.fetch("/pack-queue?ticket=" + ticket).then(function (answer) { return answer.json(); }).then(function (said) {
      if (!making) { return; }
      const before = said.ahead === 1 ? "1 pack is before yours" : said.ahead + " packs are before yours";
      status(said.ahead ? "Waiting: " + before : "Making the file… " + Math.round((Date.now() - started) / 1000) + " seconds");
    }).catch(function () {});  /* the file comes all the same, or fails by itself */
  }

  function make(kind) {
    if (making) { return; }
    making = new AbortController();
    const started = Date.now();
    const ticket = Math.random().toString(36).slice(2) + started.toString(36);
    status("Making the file…");
    const clock = window.setInterval(wait, 1000, ticket, started);
    const options = { signal: making.signal, headers: { "X-Pack-Ticket": ticket } };
    window.fetch("/pack/safeguarding." + kind + query(), options).then(received).then(function (made) {
      making = null;
      save(made[0], made[1]);
      status("Saved as " + made[1]);
    }).catch(function (error) {
      making = null;
      const cancelled = error && error.name === "AbortError";
      status(cancelled ? "Cancelled; nothing was saved." : "Nothing was saved: " + error.message, !cancelled);
    }).finally(function () { window.clearInterval(clock); });
  }

  document.addEventListener("click", function (event) {
    const pressed = event.target.closest && event.target.closest("button");
    if (!pressed) { return; }
    if (pressed.dataset.packAction) { act(pressed); }
    if (pressed.dataset.packAdd) { add(pressed); }
    if (pressed.dataset.packMake) { make(pressed.dataset.packMake); }
    if (pressed.id === "pack-cancel" && making) { making.abort(); }
  });

  /* In time for a click and the keyboard alike. */
  ["pointerdown", "focusin"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      const link = event.target.closest && event.target.closest("[data-pack-print]");
      if (link) { link.href = "/pack/print" + query(); }
    }, true);
  });

  window.safeguarding.draws("data-pack", function (_place, content) {
    chosen = content.items;
    most = content.most;
    show(chosen);
  });
}());
