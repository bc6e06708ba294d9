// A page of a clinic must not stay open on an empty desk: after 15 idle minutes it leaves for the sign-in
// page, and so it does as soon as the server says that the session has ended.

const IDLE_MS = 15 * 60 * 1000;

export function leaveForSignIn(reason = "idle") {
  location.assign(`/sign-in?reason=${reason}`);
}

// shared by all tabs: whoever works in one is not idle in the others
const ACTIVE = "voxanne.lastActiveAt";
const noteActive = () => localStorage.setItem(ACTIVE, String(Date.now()));
noteActive();
for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
  addEventListener(kind, noteActive, { passive: true, capture: true });
}
// a member who listens to a recording or talks in a test call is there without touching anything
addEventListener("voxanne:active", noteActive);

setInterval(async () => {
  if (Date.now() - Number(localStorage.getItem(ACTIVE)) <= IDLE_MS) return;
  // the session too: a reconnecting stream may have kept it alive
  await fetch("/sign-out", { method: "POST", redirect: "manual" }).catch(() => {});
  leaveForSignIn();
}, 15_000);

document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401) leaveForSignIn();
  else sayTrouble("The server could not do that. Try again in a moment.");
});
for (const kind of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(kind, () => sayTrouble("The server does not answer. Check the connection and try again."));
}
document.addEventListener("htmx:afterOnLoad", () => document.querySelector(".toast")?.remove());

function sayTrouble(text) {
  document.querySelector(".toast")?.remove();
  const toast = document.createElement("p");
  toast.className = "notice notice--danger toast";
  toast.setAttribute("role", "alert");
  toast.dataset.testid = "trouble";
  toast.textContent = text;
  document.body.append(toast);
}

// the member menu closes when something else is clicked or Escape is pressed
const menu = document.querySelector(".me");
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
