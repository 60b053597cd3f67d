// Documents large on the whole screen: a click on a picture opens it, the arrow keys go to the next and the one before,
// Escape closes. Each picture is a link with data-view (the large picture's address) and data-title; without this script, or
// with a modifier key, the link leads to the page where it is looked at closely.
export function startViewer(scope) {
  for (const link of scope.querySelectorAll("a[data-view]")) {
    if (link.dataset.ready) continue;
    link.dataset.ready = "yes";
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      open(link);
    });
  }
}

function open(first) {
  const links = [...document.querySelectorAll("a[data-view]")];
  let here = links.indexOf(first);
  const viewer = build();

  function show(index) {
    here = (index + links.length) % links.length;
    const link = links[here];
    viewer.picture.src = link.dataset.view;
    viewer.picture.alt = link.dataset.title;
    viewer.title.textContent = `${link.dataset.title} (${here + 1} of ${links.length})`;
    viewer.page.href = link.href;
  }

  viewer.next.addEventListener("click", () => show(here + 1));
  viewer.before.addEventListener("click", () => show(here - 1));
  viewer.size.addEventListener("click", () => {
    const large = viewer.dialog.classList.toggle("app-viewer--actual");
    viewer.size.textContent = large ? "Fit to the screen" : "Full size";
  });
  viewer.dialog.addEventListener("keydown", (event) => {
    if (viewer.dialog.classList.contains("app-viewer--actual")) return;
    if (event.key === "ArrowRight") show(here + 1);
    if (event.key === "ArrowLeft") show(here - 1);
  });
  viewer.dialog.addEventListener("close", () => {
    viewer.dialog.remove();
    const title = links[here].closest("article")?.querySelector("h1 a, h2 a, h3 a, h4 a");
    (title || links[here]).focus();
  });
  document.body.append(viewer.dialog);
  show(here);
  viewer.dialog.showModal();
}

function build() {
  const dialog = make("dialog", "app-viewer");
  const bar = make("div", "app-viewer__bar");
  const title = make("h2", "app-viewer__title");
  title.id = "viewer-title";
  dialog.setAttribute("aria-labelledby", title.id);
  title.setAttribute("aria-live", "polite");
  const buttons = ["Previous", "Next", "Full size", "Close"].map((words) => {
    const button = make("button", "app-viewer__button", words);
    button.type = "button";
    return button;
  });
  const [before, next, size, close] = buttons;
  const page = make("a", "app-viewer__button", "Look closely");
  close.addEventListener("click", () => dialog.close());
  const frame = make("div", "app-viewer__frame");
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", "The document");
  const picture = make("img", "app-viewer__picture");
  frame.append(picture);
  bar.append(title, before, next, size, page, close);
  dialog.append(bar, frame);
  return { dialog, title, before, next, size, page, picture };
}

function make(tag, className, words = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = words;
  return element;
}
