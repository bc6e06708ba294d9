// Durations as the server writes them, too: 1:05, 1:00:00.

export function clock(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const padded = String(s).padStart(2, "0");
  return h ? `${h}:${String(m).padStart(2, "0")}:${padded}` : `${m}:${padded}`;
}

// Everything marked data-running-since="ISO time" counts up, once a second, against the browser's clock.
export function keepRunning(root = document) {
  const tick = () => {
    for (const element of root.querySelectorAll("[data-running-since]")) {
      element.textContent = clock(Date.now() - Date.parse(element.dataset.runningSince));
    }
  };
  tick();
  return setInterval(tick, 1000);
}
