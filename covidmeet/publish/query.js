// The query language of `covidmeet search`, and the files of the index; see search_index.py.
"use strict";
const covidmeet = (() => {
  const FILTERS = ["site", "source", "title", "since", "until"];
  const ABSENT = ["level", "form", "place", "convener", "chair", "person", "held", "measure"];
  const NAME = new RegExp(`^(${[...FILTERS, ...ABSENT].join("|")})[:：]`, "i");
  const OPERATORS = ["AND", "OR", "NOT"];
  const MOST_TERMS = 100, DEEPEST = 20;
  const CLUSTER = /[^\p{M}\u1160-\u11ff]?[\p{M}\u1160-\u11ff]*/gu;

  // Files, each a script that calls loaded(name, value).
  const waiting = new Map(), files = new Map();
  const root = new URL(".", document.currentScript.src).href;
  const loaded = (name, value) => waiting.get(name)?.(value);
  function load(name) {
    if (!files.has(name)) files.set(name, new Promise((done, failed) => {
      const script = document.createElement("script");
      waiting.set(name, (value) => { waiting.delete(name); done(value); });
      script.onerror = () => { files.delete(name); failed(new Error(name)); };
      script.onload = () => script.remove();
      script.src = `${root}${name}.js`;
      document.head.append(script);
    }));
    return files.get(name);
  }

  let folds = new Map(), info = null;
  async function open() {
    if (info) return info;
    const [table, told] = await Promise.all([load("fold"), load("info")]);
    const one = Array.from(table.one);
    for (let at = 0; at < one.length; at += 2) folds.set(one[at], one[at + 1]);
    for (const [char, made] of Object.entries(table.many)) folds.set(char, made);
    info = told;
    return info;
  }

  // Folded text without blanks, and for each of its UTF-16 units where the cluster that it comes from starts and ends.
  const isTag = (char) => char >= "\u{e0000}" && char <= "\u{e0fff}";
  function foldWithOffsets(text) {
    let folded = "";
    const starts = [], ends = [];
    for (const found of text.matchAll(CLUSTER)) {
      let made = "";
      for (const char of found[0]) made += isTag(char) ? "" : folds.get(char) ?? char;
      made = made.normalize("NFKC").replace(/[ \t]/g, "");
      folded += made;
      for (let n = 0; n < made.length; n++) { starts.push(found.index); ends.push(found.index + found[0].length); }
    }
    return { folded, starts, ends };
  }
  const fold = (text) => foldWithOffsets(text).folded;

  class QueryError extends Error {
    constructor(message, at, detail = "") { super(message); this.at = at; this.detail = detail; }
  }

  // Text to tree: {kind: words|site|source|since|until|not|and|or, …}.
  class Parser {
    constructor(query) { this.query = query; this.at = 0; this.open = 0; this.terms = 0; this.next = this.token(); }
    whole() {
      if (this.next.kind === "end") return { kind: "words", folded: "" };
      const tree = this.any();
      if (this.next.kind === ")") this.fail("a parenthesis closes that was not opened", this.next.at);
      return tree;
    }
    fail(message, at, detail) { throw new QueryError(message, at, detail); }
    any() {
      const parts = [this.all()];
      while (this.next.kind === "OR") { this.behind(this.advance()); parts.push(this.all()); }
      return parts.length === 1 ? parts[0] : { kind: "or", parts };
    }
    behind(token) {
      if (["end", ")", "OR", "AND"].includes(this.next.kind)) this.fail("nothing stands behind it", token.at, token.text);
    }
    all() {
      const parts = [];
      for (;;) {
        if (this.next.kind === "AND" && parts.length) this.behind(this.advance());
        else if (["end", ")", "OR"].includes(this.next.kind) && parts.length) return joined(parts);
        parts.push(this.one());
      }
    }
    one() {
      let token = this.advance(), excluded = false, part;
      while (token.kind === "NOT") {
        excluded = !excluded;
        if (!["NOT", "(", "words", "filter"].includes(this.next.kind)) this.fail("nothing stands behind it", token.at, token.text);
        token = this.advance();
      }
      if (token.kind === "(") part = this.group(token);
      else if (token.kind === "words" || token.kind === "filter") part = this.term(token);
      else if (token.kind === ")") this.fail(this.open ? "an empty pair of parentheses" : "a parenthesis closes that was not opened", token.at);
      else this.fail("nothing stands before it", token.at, token.text);
      return excluded ? { kind: "not", part } : part;
    }
    group(opening) {
      if (this.open === DEEPEST) this.fail("too many parentheses inside each other", opening.at);
      if (this.next.kind === ")") this.fail("an empty pair of parentheses", opening.at);
      if (this.next.kind === "end") this.fail("a parenthesis is not closed", opening.at);
      this.open++;
      const part = this.any();
      if (this.next.kind !== ")") this.fail("a parenthesis is not closed", opening.at);
      this.open--;
      this.advance();
      return part;
    }
    term(token) {
      if (++this.terms > MOST_TERMS) this.fail("too many words", token.at);
      if (token.kind === "words") return words(token.text);
      const value = token.text.trim();
      if (!value) this.fail("it has no value", token.at, `${token.name}:`);
      if (ABSENT.includes(token.name)) this.fail("this folder has no search for it", token.at, `${token.name}:`);
      if (token.name === "title") return { ...words(value), inTitle: true };
      if (token.name === "since" || token.name === "until") {
        if (!isDay(value)) this.fail("this is no day; write 2022, 2022-03 or 2022-03-05", token.at, value);
      }
      return { kind: token.name, value };
    }
    advance() { const token = this.next; this.next = this.token(); return token; }
    token() {
      const query = this.query;
      while (this.at < query.length && /\s/u.test(query[this.at])) this.at++;
      const at = this.at;
      if (at >= query.length) return { kind: "end", at, text: "" };
      const char = query[at];
      if (char === "(" || char === ")") { this.at++; return { kind: char, at, text: char }; }
      if ((char === "-" || char === "－") && at + 1 < query.length && !/\s/u.test(query[at + 1])) {
        this.at++;
        return { kind: "NOT", at, text: char };
      }
      const name = NAME.exec(query.slice(at, at + 12));
      const text = this.value(name ? at + name[0].length : at);
      if (name) return { kind: "filter", at, text, name: name[1].toLowerCase() };
      if (OPERATORS.includes(text) && char !== '"' && char !== "“") return { kind: text, at, text };
      return { kind: "words", at, text };
    }
    value(start) {
      const query = this.query;
      if (query[start] === '"') {
        const end = query.indexOf('"', start + 1);
        if (end < 0) this.fail("a quotation mark is not closed", start);
        this.at = end + 1;
        return query.slice(start + 1, end);
      }
      const end = query.indexOf("”", start), nested = query.indexOf("“", start + 1);
      if (query[start] === "“" && end > 0 && !(nested > 0 && nested < end) && /^(?:[\s)]|$)/u.test(query.slice(end + 1, end + 2))) {
        this.at = end + 1;
        return query.slice(start + 1, end);
      }
      let stop = start, inner = 0;
      while (stop < query.length && !/\s/u.test(query[stop])) {
        inner += (query[stop] === "(") - (query[stop] === ")");
        if (inner < 0) break;
        stop++;
      }
      this.at = stop;
      return query.slice(start, stop);
    }
  }

  const words = (text) => {
    const folded = fold(text.trim());
    return { kind: "words", folded: /[\p{L}\p{N}]/u.test(folded) ? folded : "" };
  };
  function isDay(value) {
    if (!/^\d{4}(-\d\d(-\d\d)?)?$/.test(value)) return false;
    const whole = value + "-01-01".slice(value.length - 4), day = new Date(`${whole}T00:00:00Z`);
    return !isNaN(day) && day.toISOString().startsWith(whole);
  }
  // Words without a letter are left out where others remain, as in Python.
  function joined(parts) {
    const empty = (part) => (part.kind === "not" ? empty(part.part) : part.kind === "words" && !part.folded);
    const kept = parts.filter((part) => !empty(part));
    const together = kept.length ? kept : parts.slice(0, 1);
    return together.length === 1 ? together[0] : { kind: "and", parts: together };
  }
  const parse = (query) => new Parser(query).whole();

  // The places of the articles that an entry of the index names, as a set of flags.
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUES = new Map(Array.from(DIGITS, (char, value) => [char, value]));
  async function entry(gram) {
    let shard = 0;
    for (const char of gram) shard = (shard * 31 + char.codePointAt(0)) % 65521;
    const grams = await load(`grams/${shard % info.shards}`);
    const flags = new Uint8Array(info.articles), told = Object.hasOwn(grams, gram) ? grams[gram] : "";
    let place = -1, number = 0, shift = 0;
    for (let at = 0; at < told.length; at++) {
      const digit = VALUES.get(told[at]);
      number += (digit & 31) << shift;
      if (digit < 32) { place += number; flags[place] = 1; number = shift = 0; } else shift += 5;
    }
    return flags;
  }
  const all = (value) => new Uint8Array(info.articles).fill(value);
  const both = (one, other) => one.map((flag, at) => flag & other[at]);
  const either = (one, other) => one.map((flag, at) => flag | other[at]);

  // The articles that a tree may mean; exact where the index alone decides.
  async function candidates(node) {
    if (node.kind === "words") return ofWords(node);
    if (node.kind === "site") return { flags: await entry(`site:${node.value}`), exact: true };
    if (node.kind === "source") return { flags: all(1), exact: false };
    if (node.kind === "since" || node.kind === "until") return { flags: ofDays(node), exact: true };
    if (node.kind === "not") {
      const part = await candidates(node.part);
      return part.exact ? { flags: part.flags.map((flag) => 1 - flag), exact: true } : { flags: all(1), exact: false };
    }
    const parts = await Promise.all(node.parts.map(candidates));
    const join = node.kind === "and" ? both : either;
    return { flags: parts.map((part) => part.flags).reduce(join), exact: parts.every((part) => part.exact) };
  }
  async function ofWords(node) {
    const chars = Array.from(node.folded);
    if (!chars.length) return { flags: all(0), exact: true };
    const grams = chars.length === 1 ? chars : chars.slice(1).map((char, at) => chars[at] + char);
    const found = await Promise.all([...new Set(grams)].map(entry));
    return { flags: found.reduce(both), exact: chars.length < 3 && !node.inTitle };
  }
  const dayMeets = (node, day) => {
    const part = day.slice(0, node.value.length);
    return day !== "" && (node.kind === "since" ? part >= node.value : part <= node.value);
  };
  function ofDays(node) {
    const flags = all(0);
    for (let at = 0, first = 0; at < info.days.length; at += 2) {
      const after = first + info.days[at + 1];
      if (dayMeets(node, info.days[at])) flags.fill(1, first, after);
      first = after;
    }
    return flags;
  }

  // Whether a tree means an article, read from its text.
  function means(node, article) {
    switch (node.kind) {
      case "words": return node.folded !== "" && (article.foldedTitle.includes(node.folded)
        || (!node.inTitle && article.foldedBody.includes(node.folded)));
      case "site": return article.site === node.value;
      case "source": return article.source.includes(node.value) || fold(article.source).includes(fold(node.value));
      case "since": case "until": return dayMeets(node, article.published.slice(0, 10));
      case "not": return !means(node.part, article);
      case "and": return node.parts.every((part) => means(part, article));
      default: return node.parts.some((part) => means(part, article));
    }
  }
  function sought(node) {
    if (node.kind === "words") return node.folded ? [node] : [];
    return node.kind === "and" || node.kind === "or" ? node.parts.flatMap(sought) : [];
  }

  async function article(place) {
    const number = Math.floor(place / info.texts);
    const [hash, site, published, title, body, source] = (await load(`texts/${number}`))[place % info.texts];
    return { hash, site, published, title, body, source, foldedTitle: fold(title), foldedBody: fold(body) };
  }

  // A query that was read: how many it means at most, and the articles one by one, the newest first.
  async function search(query) {
    await open();
    const tree = parse(query), { flags, exact } = await candidates(tree);
    const places = [];
    flags.forEach((flag, place) => { if (flag) places.push(place); });
    async function* hits() {
      for (const place of places) {
        const one = await article(place);
        if (exact || means(tree, one)) yield one;
      }
    }
    return { most: places.length, exact, hits: hits(), words: sought(tree) };
  }
  return { loaded, search, parse, open, fold, foldWithOffsets, QueryError };
})();
