
"use strict";
(() => {
  // An editor that shows the page offers this; a browser does not.
  const editor = typeof acquireVsCodeApi === "function" ? acquireVsCodeApi() : undefined;
  const sheet = document.getElementById("sheet");
  const control = (name) => document.getElementById(name);
  const drawing = () => sheet.querySelector("svg");
  let view = { x: 0, y: 0, width: 1, height: 1 };
  let chosen = "";

  // ---- Moving and enlarging: the part of the drawing that is seen.

  function look(next) {
    view = next;
    // From so far away that rows cannot be read, names are written large.
    drawing().classList.toggle("from-afar", sheet.getBoundingClientRect().width / view.width < 0.45);
    drawing().setAttribute("viewBox", [view.x, view.y, view.width, view.height].map((n) => n.toFixed(1)).join(" "));
  }

  function size() {
    const paper = drawing().querySelector(".paper");
    return { width: Number(paper.getAttribute("width")), height: Number(paper.getAttribute("height")) };
  }

  /** Shows an area in the middle, not larger than it is drawn. */
  function showArea({ x, y, width, height }) {
    const box = sheet.getBoundingClientRect();
    const scale = Math.min(box.width / width, box.height / height, 1.25) || 1;
    const [seenWidth, seenHeight] = [box.width / scale, box.height / scale];
    look({ x: x + (width - seenWidth) / 2, y: y + (height - seenHeight) / 2, width: seenWidth, height: seenHeight });
  }

  const fit = () => showArea({ x: 0, y: 0, ...size() });

  function zoom(factor, at) {
    const box = sheet.getBoundingClientRect();
    const place = at ?? { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const share = { x: (place.x - box.left) / box.width, y: (place.y - box.top) / box.height };
    const width = Math.min(Math.max(view.width / factor, 50), 200000);
    const height = view.height * (width / view.width);
    look({ x: view.x + (view.width - width) * share.x, y: view.y + (view.height - height) * share.y, width, height });
  }

  sheet.addEventListener("wheel", (event) => {
    event.preventDefault();
    const scale = view.width / sheet.getBoundingClientRect().width;
    if (event.shiftKey) look({ ...view, x: view.x + (event.deltaY + event.deltaX) * scale });
    else zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), { x: event.clientX, y: event.clientY });
  }, { passive: false });

  let held;
  let moved = false;
  sheet.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    held = { x: event.clientX, y: event.clientY };
    moved = false;
  });
  sheet.addEventListener("pointermove", (event) => {
    if (held === undefined) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    // A click that trembles is still a click.
    if (!moved && Math.hypot(dx, dy) < 4) return;
    if (!moved) sheet.setPointerCapture(event.pointerId);
    moved = true;
    sheet.classList.add("moving");
    const scale = view.width / sheet.getBoundingClientRect().width;
    look({ ...view, x: view.x - dx * scale, y: view.y - dy * scale });
    held = { x: event.clientX, y: event.clientY };
  });
  for (const end of ["pointerup", "pointercancel"]) {
    sheet.addEventListener(end, () => {
      held = undefined;
      sheet.classList.remove("moving");
    });
  }

  // ---- Choosing a box shows what it is related to; in an editor, a click also leads to the text.

  const entities = () => [...drawing().querySelectorAll(".entity")];
  const lines = () => [...drawing().querySelectorAll(".line")];

  function mark() {
    const near = new Set();
    for (const line of lines()) {
      const ends = [line.dataset.from, line.dataset.to];
      const isNear = chosen !== "" && ends.includes(chosen);
      line.classList.toggle("near", isNear);
      if (isNear) ends.forEach((name) => near.add(name));
    }
    for (const entity of entities()) {
      entity.classList.toggle("near", near.has(entity.dataset.name));
      entity.classList.toggle("chosen", entity.dataset.name === chosen);
    }
    const isSearching = control("search").value.trim() !== "";
    drawing().classList.toggle("dimmed", near.size > 0 || chosen !== "" || isSearching);
  }

  sheet.addEventListener("click", (event) => {
    if (moved) return;
    const entity = event.target.closest(".entity");
    chosen = entity?.dataset.name ?? "";
    mark();
    const place = (event.target.closest(".row") ?? entity)?.dataset;
    if (place?.file === undefined) return;
    editor?.postMessage({ kind: "go", file: place.file, line: Number(place.line), column: Number(place.column) });
    if (control("depth").value !== "") ask();
  });

  // ---- Searching.

  let turn = 0;
  function search(isNext) {
    const word = control("search").value.trim().toLowerCase();
    const has = (element) => word !== "" && element.dataset.name.toLowerCase().includes(word);
    const found = [];
    for (const entity of entities()) {
      const rows = [...entity.querySelectorAll(".row")];
      rows.forEach((row) => row.classList.toggle("found", has(row)));
      const isFound = has(entity) || rows.some(has);
      entity.classList.toggle("found", isFound);
      if (isFound) found.push(entity);
    }
    // Boxes that are called exactly so come first, then those whose names have it in them, then those that have such a field.
    const rank = (entity) => (entity.dataset.name.toLowerCase() === word ? 0 : has(entity) ? 1 : 2);
    found.sort((one, other) => rank(one) - rank(other));
    turn = isNext && found.length > 0 ? (turn + 1) % found.length : 0;
    mark();
    const [seen] = found.slice(turn);
    if (seen !== undefined) {
      const { x, y, width, height } = seen.getBBox();
      const { e, f } = seen.transform.baseVal.consolidate().matrix;
      // Of a high box the upper part: its name should be legible.
      showArea({ x: x + e - 200, y: y + f - 100, width: width + 400, height: Math.min(height, 500) + 200 });
    }
    count(word === "" ? undefined : found.length);
  }

  function count(found) {
    const all = drawing().getAttribute("aria-label");
    control("count").textContent = found === undefined ? all : `${found} found`;
  }

  control("search").addEventListener("input", () => search(false));
  control("search").addEventListener("keydown", (event) => {
    if (event.key === "Enter") search(true);
  });
  control("larger").addEventListener("click", () => zoom(1.3));
  control("smaller").addEventListener("click", () => zoom(1 / 1.3));
  control("fit").addEventListener("click", fit);
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select") || event.ctrlKey || event.metaKey) return;
    const action = { "+": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: fit, "/": () => control("search").focus() }[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });

  // ---- Saving: the drawing as it was made, without what is marked in it.

  function saved() {
    const copy = drawing().cloneNode(true);
    const { width, height } = size();
    copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
    for (const name of ["near", "found", "chosen", "dimmed", "from-afar"]) {
      copy.classList.remove(name);
      copy.querySelectorAll("." + name).forEach((element) => element.classList.remove(name));
    }
    // Where the texts lie is nobody else's business.
    for (const name of ["data-file", "data-line", "data-column"]) {
      copy.querySelectorAll(`[${name}]`).forEach((element) => element.removeAttribute(name));
    }
    return new XMLSerializer().serializeToString(copy) + "\n";
  }

  control("save").addEventListener("click", () => {
    if (editor !== undefined) {
      editor.postMessage({ kind: "save", svg: saved() });
      return;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([saved()], { type: "image/svg+xml" }));
    link.download = "schema.svg";
    link.click();
    URL.revokeObjectURL(link.href);
  });

  // ---- Inside an editor: what is wanted goes there, and new drawings come from there.

  function ask() {
    const depth = control("depth").value;
    const models = depth === "" || chosen === "" ? [] : [chosen];
    editor?.postMessage({
      kind: "want", models, depth: Number(depth), keysOnly: control("keys").checked, onlyThisFile: control("file").checked,
    });
  }

  function take(svg, isOther) {
    const before = view;
    const next = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    drawing().replaceWith(document.importNode(next, true));
    if (isOther) fit();
    else look(before);
    search(false);
    if (!isOther) look(before);
  }

  if (editor !== undefined) {
    document.body.classList.add("editor");
    const theme = () => {
      const isLight = document.body.matches(".vscode-light, .vscode-high-contrast-light");
      document.body.classList.toggle("light", isLight);
      document.body.classList.toggle("dark", !isLight);
    };
    new MutationObserver(theme).observe(document.body, { attributes: true, attributeFilter: ["data-vscode-theme-kind"] });
    theme();
    for (const name of ["keys", "file", "depth"]) control(name).addEventListener("change", ask);
    addEventListener("message", ({ data }) => {
      if (data.kind === "drawing") take(data.svg, data.isOther);
    });
  }

  addEventListener("resize", () => showArea(view));
  fit();
  mark();
  count();
})();
