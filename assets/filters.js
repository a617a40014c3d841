/* The address is the state: what filters hold becomes its query, defaults left out, other parts kept. */
(function () {
  "use strict";

  const SHARED = ["area", "from", "to", "neighbours", "statistic"];

  function text(query) {
    const search = query.toString().replace(/%2F/g, "/");
    return search ? "?" + search : "";
  }

  /* values: [name, value, default] of each part. */
  function put(values) {
    const query = new URLSearchParams(window.location.search);
    values.forEach(function (part) {
      if (part[1] && part[1] !== part[2]) { query.set(part[0], part[1]); } else { query.delete(part[0]); }
    });
    return text(query);
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    filters: {
      toSearch: function (area, first, last, neighbours, defaults) {
        const chosen = (neighbours || ",").split(",");
        const standard = defaults.neighbours.split(",");
        return put([
          ["area", area, defaults.area],
          ["from", first, defaults.first],
          ["to", last, defaults.last],
          ["neighbours", chosen[0], standard[0]],
          ["statistic", chosen[1], standard[1]]
        ]);
      },

      compareToSearch: function (indicator, period, highlight, defaults) {
        return put([
          ["indicator", indicator, defaults.indicator],
          ["period", period, defaults.period],
          ["highlight", highlight, defaults.highlight]
        ]);
      },

      /* Links to other pages keep the shared part of the address. */
      carry: function (search, ids) {
        const query = new URLSearchParams(search === undefined ? window.location.search : search);
        const kept = new URLSearchParams();
        SHARED.forEach(function (name) {
          if (query.get(name)) { kept.set(name, query.get(name)); }
        });
        return ids.map(function (id) { return id.path + text(kept); });
      }
    }
  });
}());
