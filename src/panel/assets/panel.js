// What pages need beside htmx. Everything works without it but the Mini App's log-in.
(() => {
  "use strict";

  // Inside Telegram: what it signed stands behind the # of the address. It is sent once, as the body
  // of a form, and the address is left at once.
  const form = document.getElementById("telegram-login");
  if (form) {
    const given = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
    if (given) {
      history.replaceState(null, "", location.pathname);
      form.elements.data.value = given;
      form.submit();
    }
  }

  // Tells Telegram's program that we are there and want the whole height.
  const tell = (event) => {
    if (window.TelegramWebviewProxy) {
      window.TelegramWebviewProxy.postEvent(event, "{}");
    } else if (window.external && "notify" in window.external) {
      window.external.notify(JSON.stringify({ eventType: event, eventData: {} }));
    }
  };
  tell("web_app_ready");
  tell("web_app_expand");

  // On a phone the menu is one line: the page that is open is in sight.
  const here = document.querySelector("nav a[aria-current]");
  if (here) here.scrollIntoView({ block: "nearest", inline: "center" });

  // "/" goes to the search, as on many pages.
  document.addEventListener("keydown", (event) => {
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName);
    const search = document.getElementById("search");
    if (event.key === "/" && !typing && search) {
      event.preventDefault();
      search.focus();
    }
  });

  // A chosen file is read here, into the field that is sent.
  document.addEventListener("change", async (event) => {
    if (event.target.id !== "file" || !event.target.files.length) return;
    const file = event.target.files[0];
    document.getElementById("text").value = await file.text();
    const kind = file.name.toLowerCase().split(".").pop();
    const known = { csv: "csv", tsv: "tsv", tab: "tsv", md: "markdown", markdown: "markdown" };
    if (known[kind]) document.getElementById("format").value = known[kind];
  });

  // A second press while the first is under way would do the same again.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const button = event.submitter;
    if (button) setTimeout(() => button.setAttribute("aria-disabled", "true"), 0);
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((one) => delete one.dataset.sent);
    document.querySelectorAll("[aria-disabled]").forEach((one) => one.removeAttribute("aria-disabled"));
  });
})();
