// Starts the drawing board of a red line; its script (large) is loaded only where there is one.
export function startBoards(scope) {
  const boards = [...scope.querySelectorAll("[data-module=red-line]:not([data-ready])")];
  if (boards.length === 0) return;
  const start = () => boards.forEach((board) => board.dataset.ready || window.bopsRedLine(board));
  if (window.bopsRedLine) {
    start();
    return;
  }
  const script = document.createElement("script");
  script.src = boards[0].dataset.script;
  script.addEventListener("load", start);
  document.head.append(script);
}
