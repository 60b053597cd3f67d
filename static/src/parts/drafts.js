// Long texts keep themselves: two seconds after the last key a field with data-autosave-url, or each textarea of a form that has
// it, is posted there as the form's own fields (so with its token and version) and the header X-Draft, and the page says
// "Saved 14:32". The answer may be JSON with `version`, which goes back into the form, or `message`, which is shown when it could
// not be kept (409 and others); `others` names people who are writing on the same page.
const PAUSE = 2000;

export function startAutosave(scope) {
  for (const element of scope.querySelectorAll("[data-autosave-url]")) {
    const url = element.dataset.autosaveUrl;
    const fields = element.matches("form") ? element.querySelectorAll("textarea:not([data-autosave-url])") : [element];
    fields.forEach((field) => watch(field, url));
  }
}

function watch(field, url) {
  if (field.dataset.ready) return;
  field.dataset.ready = "yes";
  const words = document.createElement("p");
  words.className = "app-saved";
  words.setAttribute("role", "status");
  field.after(words);
  let timer = null;
  let saved = field.value;

  async function save() {
    clearTimeout(timer);
    if (field.value === saved) return;
    const text = field.value;
    words.textContent = "Saving…";
    try {
      const answer = await fetch(url, {
        method: "POST",
        body: draftOf(field),
        headers: { Accept: "application/json", "X-Draft": "keep" },
        keepalive: text.length < 50000,
      });
      const found = await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Error(found.message || "Not saved. Your text is still here: try again, or copy it.");
      saved = text;
      keepVersion(field.form, found.version);
      words.textContent = `Saved ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`;
      if (found.others?.length) words.textContent += `. Writing here too: ${found.others.join(", ")}`;
      field.dispatchEvent(new CustomEvent("draft:saved", { bubbles: true }));
    } catch (error) {
      words.textContent = error instanceof TypeError ? "Not saved: there is no connection. We will try again." : error.message;
      if (error instanceof TypeError) timer = setTimeout(save, 10000);
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
}

function draftOf(field) {
  const draft = new FormData(field.form || undefined);
  for (const [name, value] of [...draft]) if (value instanceof File) draft.delete(name);
  draft.set(field.name, field.value);
  return draft;
}

function keepVersion(form, version) {
  const input = form && form.elements.namedItem("version");
  if (input && version !== undefined) input.value = version;
}

// A form with data-guard="unsaved" asks before the page is left with changes in it.
export function startGuard(scope) {
  for (const form of scope.querySelectorAll("form[data-guard=unsaved]")) guard(form);
}

function guard(form) {
  if (form.dataset.ready) return;
  form.dataset.ready = "yes";
  let changed = Boolean(document.querySelector(".govuk-error-summary"));
  let sending = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("draft:saved", () => { changed = false; });
  form.addEventListener("submit", () => { sending = true; });
  window.addEventListener("pageshow", () => { sending = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed && !sending) event.preventDefault();
  });
}
