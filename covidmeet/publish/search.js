// The search page of a published folder: reads ?q=…, shows the hits, twenty at a time.
"use strict";
(() => {
  const ON_A_PAGE = 20, AROUND = 24;
  const main = document.getElementById("main"), told = JSON.parse(main.dataset.words);
  const status = document.getElementById("status"), list = document.getElementById("hits");
  const more = document.getElementById("more"), fault = document.getElementById("fault");
  const query = new URLSearchParams(location.search).get("q") ?? "";
  const made = (name, attributes = {}, ...inner) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inner);
    return element;
  };

  // Start and stop of all places of the words in a text, in order, none in another.
  function spans(text, words) {
    const { folded, starts, ends } = covidmeet.foldWithOffsets(text);
    const found = [];
    for (const { folded: word } of words)
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length))
        found.push([starts[at], ends[at + word.length - 1]]);
    found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    let last = 0;
    return found.filter(([start, stop]) => start >= last && (last = stop));
  }
  function marked(text, marks) {
    const parts = [];
    let end = 0;
    for (const [start, stop] of marks) {
      parts.push(text.slice(end, start), made("mark", {}, text.slice(start, stop)));
      end = stop;
    }
    return [...parts, text.slice(end)];
  }
  function snippet(body, words) {
    const marks = spans(body, words);
    if (!marks.length) return [Array.from(body).slice(0, 2 * AROUND).join("").replaceAll("\n", " ")];
    const first = Math.max(marks[0][0] - AROUND, 0), last = Math.min(marks[0][1] + AROUND, body.length);
    const shown = marks.filter(([, stop]) => stop <= last).map(([start, stop]) => [start - first, stop - first]);
    const text = body.slice(first, last).replaceAll("\n", " ");
    return [first ? "…" : "", ...marked(text, shown), last < body.length ? "…" : ""];
  }
  function listed(hit, words) {
    const title = hit.title ? marked(hit.title, spans(hit.title, words)) : [told.untitled];
    const day = hit.published.slice(0, 16).replace("T", " ") || told.undated;
    return made("li", {},
      made("a", { href: `article/${hit.hash.slice(0, 2)}/${hit.hash}.html` }, made("span", { lang: "zh" }, ...title)),
      made("p", { class: "soft" }, `${hit.site} · ${day}`),
      made("p", { lang: "zh" }, ...snippet(hit.body, words.filter((one) => !one.inTitle))));
  }

  let shown = 0, found = null;
  async function showMore() {
    more.hidden = true;
    list.setAttribute("aria-busy", "true");
    let first = null, ended = false;
    for (let n = 0; n < ON_A_PAGE; n++) {
      const { done, value } = await found.hits.next();
      if (done) { ended = true; break; }
      const item = listed(value, found.words);
      list.append(item);
      first ??= item;
      shown++;
    }
    ended ||= found.exact && shown === found.most;
    list.removeAttribute("aria-busy");
    more.hidden = ended;
    document.getElementById("found").hidden = !shown;
    const total = ended || found.exact ? (ended ? shown : found.most) : null;
    if (!shown) status.textContent = told.nothing;
    else status.textContent = total === null
      ? told.atMost.replace("{shown}", shown.toLocaleString()).replace("{most}", found.most.toLocaleString())
      : told.of.replace("{shown}", shown.toLocaleString()).replace("{total}", total.toLocaleString());
    main.dataset.state = "done";
    return first;
  }
  function failed(error) {
    main.dataset.state = "failed";
    status.textContent = "";
    fault.hidden = false;
    const [message, place] = fault.children;
    if (!(error instanceof covidmeet.QueryError)) { message.textContent = `${told.missing} ${error.message}`; return; }
    message.textContent = `${told.faults[error.message] ?? error.message}${error.detail ? `: ${error.detail}` : ""}`;
    place.append(query.slice(0, error.at), made("mark", {}, query.slice(error.at, error.at + 1) || "␣"), query.slice(error.at + 1));
  }

  document.querySelector("input[type=search]").value = query;
  more.addEventListener("click", async () => (await showMore())?.querySelector("a")?.focus());
  if (query.trim()) {
    document.title = `${query} · covidmeet`;
    document.getElementById("query").append(made("span", { lang: "zh" }, query));
    status.textContent = told.searching;
    covidmeet.search(query).then((result) => { found = result; return showMore(); }).catch(failed);
  } else main.dataset.state = "empty";
})();
