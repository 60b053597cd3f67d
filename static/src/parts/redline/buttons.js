// The buttons above the drawing board. Each says by being greyed out what cannot be done now.
export function buttonsFor(desk) {
  const { parts, line } = desk;
  const button = (name) => parts.board.querySelector(`[data-red-line-action=${name}]`);
  const actions = {
    draw: { act: () => desk.setMode("draw"), can: () => desk.mode !== "draw" },
    finish: { act: () => line.finish(), can: () => (line.open?.points.length || 0) > 2 },
    undo: { act: () => line.undo(), can: () => line.canUndo },
    remove: { act: () => line.remove(), can: () => Boolean(line.picked || line.open?.points.length) },
    clear: { act: () => line.clear(), can: () => !line.isEmpty },
    fit: { act: () => desk.fit(), can: () => true },
  };
  for (const [name, { act, can }] of Object.entries(actions)) {
    button(name).addEventListener("click", () => can() && act());
  }
  return {
    show() {
      for (const [name, { can }] of Object.entries(actions)) button(name).setAttribute("aria-disabled", String(!can()));
    },
  };
}
