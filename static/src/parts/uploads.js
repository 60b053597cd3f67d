// Files of a case, sent one after the other: each shows how far it is, can be tried again, and is kept the moment it has arrived.
// Without this the form sends them all at once. data-uploads (where one file is sent) stands on a form, or on a part of one; there
// data-uploads-at-once sends files as soon as they are chosen, and the form itself is only sent once they have all arrived.
// data-uploads-shown: what on the page is drawn anew then (ids, with spaces between them); data-uploads-noun: what a file becomes;
// data-uploads-out: words for somebody whose session has ended.
import htmx from "htmx.org";

const AT_ONCE = 2;
const MB = 1000000;
const STALLED = 120000; // milliseconds without a byte going out or an answer coming in

export function startUploads(scope) {
  for (const root of scope.querySelectorAll("[data-uploads]")) setUp(root);
}

function setUp(root) {
  if (root.dataset.ready) return;
  root.dataset.ready = "yes";
  const form = root.closest("form");
  const atOnce = "uploadsAtOnce" in root.dataset;
  const noun = root.dataset.uploadsNoun || "document";
  const input = root.querySelector("input[type=file]");
  const list = root.querySelector("[data-uploads-files]");
  const told = root.querySelector("[data-uploads-told]");
  const button = root.querySelector("button.govuk-button");
  const largest = Number(root.dataset.largest);
  if (atOnce && button) button.remove(); // nothing is left for it to do
  let files = [];
  let running = 0;
  let settled = false; // whether what came of the last round was told
  let held = null; // the button whose form waits for the files

  function choose(chosen) {
    if (settled) clearAdded();
    for (const file of chosen) {
      if (files.some((one) => one.state !== "added" && same(one.file, file))) continue;
      const one = { file, state: "waiting", again: false };
      one.row = makeRow(one);
      files.push(one);
      list.append(one.row.item);
      if (file.size > largest) fail(one, `This file is ${megabytes(file.size)} MB. The largest we can take is ${Math.floor(largest / MB)} MB: save it at a lower quality, or split it into parts.`, false);
      else if (!file.size) fail(one, "This file is empty. Choose it again, or save a new copy of it first.", false);
    }
    list.hidden = !files.length;
    if (atOnce) next();
    else tell(waiting().length ? `${count(waiting().length, "file")} ready to add.` : "");
  }

  // What was added is in the list of documents by now: its lines make room for the next files.
  function clearAdded() {
    files.filter((one) => one.state === "added").forEach((one) => one.row.item.remove());
    files = files.filter((one) => one.state !== "added");
    settled = false;
  }

  const unsettled = () => files.filter((one) => one.state === "refused" || one.state === "repeated");
  const waiting = () => files.filter((one) => one.state === "waiting");

  function tell(words) {
    told.textContent = words;
  }

  function makeRow(one) {
    const item = document.createElement("li");
    item.className = "app-upload";
    const name = document.createElement("span");
    name.className = "app-upload__name";
    name.textContent = one.file.name;
    const size = document.createElement("span");
    size.className = "app-upload__size";
    size.textContent = one.file.size < 100000 ? `${Math.ceil(one.file.size / 1000)} kB` : `${megabytes(one.file.size)} MB`;
    const progress = document.createElement("progress");
    progress.max = 100;
    progress.value = 0;
    progress.hidden = true;
    progress.setAttribute("aria-label", `Sending ${one.file.name}`);
    const words = document.createElement("span");
    words.className = "app-upload__words";
    const actions = document.createElement("span");
    actions.className = "app-upload__actions";
    item.append(name, size, progress, words, actions);
    const row = { item, progress, words, actions };
    offer(row, one, [["Remove", () => remove(one)]]);
    return row;
  }

  function offer(row, one, actions) {
    row.actions.replaceChildren(...actions.map(([label, act]) => {
      const press = document.createElement("button");
      press.type = "button";
      press.className = "app-link-button govuk-link";
      press.textContent = label;
      const hidden = document.createElement("span");
      hidden.className = "govuk-visually-hidden";
      hidden.textContent = ` ${one.file.name}`;
      press.append(hidden);
      press.addEventListener("click", act);
      return press;
    }));
  }

  function remove(one) {
    if (one.request) one.request.abort();
    const next = one.row.item.nextElementSibling || one.row.item.previousElementSibling;
    one.row.item.remove();
    files = files.filter((other) => other !== one);
    list.hidden = !files.length;
    const target = next ? next.querySelector("button, a") : input;
    if (target) target.focus();
    if (!running) tell(files.length ? `${count(files.length, "file")} listed.` : "No files chosen.");
  }

  function show(one, state, words) {
    one.state = state;
    one.row.item.dataset.state = state;
    one.row.words.textContent = words;
    one.row.progress.hidden = state !== "sending";
  }

  function fail(one, words, retry = true) {
    show(one, "refused", words);
    offer(one.row, one, [...(retry ? [["Try again", () => again(one)]] : []), ["Remove", () => remove(one)]]);
  }

  function again(one, anyway = false) {
    one.again = anyway;
    show(one, "waiting", "");
    one.row.actions.replaceChildren();
    next();
  }

  function next() {
    while (running < AT_ONCE && waiting().length) send(waiting()[0]);
    if (!running && !waiting().length) finish();
    else tell(`Adding ${count(files.length, "file")}: ${files.filter((one) => one.state === "added").length} done.`);
  }

  function send(one) {
    const data = new FormData(form);
    data.delete(input.name);
    data.append(input.name, one.file);
    if (one.again) data.set("again", "on");
    const request = new XMLHttpRequest();
    one.request = request;
    running += 1;
    show(one, "sending", "Waiting to be sent");
    one.row.progress.value = 0;
    offer(one.row, one, [["Cancel", () => remove(one)]]);
    let watch = setTimeout(() => request.abort(), STALLED);
    request.upload.addEventListener("progress", (event) => {
      clearTimeout(watch);
      watch = setTimeout(() => request.abort(), STALLED);
      const part = event.lengthComputable ? Math.floor((event.loaded / event.total) * 100) : 0;
      one.row.progress.value = part;
      one.row.words.textContent = part < 100 ? `${part}% sent` : "Sent. Being checked";
    });
    request.addEventListener("loadend", () => {
      clearTimeout(watch);
      running -= 1;
      one.request = null;
      if (files.includes(one)) answer(one, request);
      next();
    });
    request.open("POST", root.dataset.uploads);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.send(data);
  }

  function answer(one, request) {
    const said = request.response || {};
    if (said.state === "added") {
      show(one, "added", said.checking ? "Added. It can be opened once it is checked" : "Added");
      const link = document.createElement("a");
      link.className = "govuk-link";
      link.href = said.url;
      link.textContent = "Open";
      const hidden = document.createElement("span");
      hidden.className = "govuk-visually-hidden";
      hidden.textContent = ` ${said.name}`;
      link.append(hidden);
      one.row.actions.replaceChildren(link);
    } else if (said.state === "repeated") {
      show(one, "repeated", `${said.words}. Add it anyway?`);
      offer(one.row, one, [["Add anyway", () => again(one, true)], ["Remove", () => remove(one)]]);
    } else if (said.words) {
      fail(one, said.words);
    } else if (request.status === 403 || request.status === 404) {
      fail(one, root.dataset.uploadsOut || "You are no longer signed in, or may not add documents. Reload the page and choose the file again.");
    } else {
      fail(one, request.status ? "Something went wrong on our side. Try again." : "The connection was cut. What was added before is kept: try this one again.");
    }
  }

  function finish() {
    const added = files.filter((one) => one.state === "added").length;
    const open = unsettled().length;
    tell([added ? `${count(added, noun)} added.` : "", open ? `${count(open, "file")} not added: the reason stands beside each.` : ""].filter(Boolean).join(" "));
    settled = true;
    if (button) button.disabled = false;
    if (held && !open) {
      form.requestSubmit(held);
      return;
    }
    held = null;
    const shown = (root.dataset.uploadsShown || "").split(" ").filter((part) => part && document.querySelector(part));
    if (added && shown.length) {
      for (const part of shown) htmx.ajax("GET", window.location.href, { target: part, select: part, swap: "outerHTML" });
      if (atOnce) {
        clearAdded();
        list.hidden = !files.length;
      }
    }
  }

  input.addEventListener("change", () => {
    choose([...input.files]);
    input.value = "";
  });
  for (const kind of ["dragover", "drop"]) {
    root.addEventListener(kind, (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      root.classList.toggle("app-uploads--over", kind === "dragover");
      if (kind === "drop") choose([...event.dataTransfer.files]);
    });
  }
  root.addEventListener("dragleave", () => root.classList.remove("app-uploads--over"));
  form.addEventListener("submit", (event) => {
    if (atOnce) {
      hold(event);
      return;
    }
    event.preventDefault();
    if (!waiting().length) {
      tell("Choose files first, or drop them here.");
      input.focus();
      return;
    }
    next();
  });
  // An answer is final: it goes once the files have arrived, and waits for those that were refused to be dealt with.
  function hold(event) {
    if (!event.submitter || event.submitter.value !== "send" || !(running || unsettled().length)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = running ? event.submitter : null;
    if (held) {
      tell("Your files are still being sent. The rest goes as soon as they have arrived.");
      return;
    }
    tell(`${count(unsettled().length, "file")} not added: remove it from the list, or try again, then send.`);
    const first = list.querySelector("[data-state=refused] button, [data-state=repeated] button");
    (first || input).focus();
  }
  window.addEventListener("beforeunload", (event) => {
    if (running) event.preventDefault();
  });
}

function same(a, b) {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
}

function megabytes(size) {
  return (size / MB).toFixed(size < 10 * MB ? 1 : 0);
}

function count(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
