/* The address is the state: the filters' values become its query, defaults left out, the page's own parts kept. */
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  filters: {
    toSearch: function (area, first, last, neighbours, defaults) {
      const query = new URLSearchParams(window.location.search);
      const put = function (name, value, standard) {
        if (value && value !== standard) { query.set(name, value); } else { query.delete(name); }
      };
      const parts = (neighbours || "").split(",");
      const standard = defaults.neighbours.split(",");
      put("area", area, defaults.area);
      put("from", first, "");
      put("to", last, "");
      put("neighbours", parts[0], standard[0]);
      put("statistic", parts[1], standard[1]);
      const text = query.toString().replace(/%2F/g, "/");
      return text ? "?" + text : "";
    },
    carry: function (search, ids) {
      /* Links to other pages keep the shared part of the address. */
      const query = new URLSearchParams(search || window.location.search);
      const kept = new URLSearchParams();
      ["area", "from", "to", "neighbours", "statistic"].forEach(function (name) {
        if (query.get(name)) { kept.set(name, query.get(name)); }
      });
      const text = kept.toString().replace(/%2F/g, "/");
      return ids.map(function (id) { return id.path + (text ? "?" + text : ""); });
    }
  }
});
