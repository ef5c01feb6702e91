// The card of a rater: saves the draft while one types, counts, keys. Without it, "Save draft" does the same.
(function () {
  "use strict";
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.addEventListener("click", function () { window.print(); });
  });
  var form = document.querySelector("form[data-autosave]");
  if (!form) return;

  var PAUSE = 800, RETRY = 4000;
  var told = document.getElementById("save-state");
  var version = form.elements._version;
  var timer = 0, sending = false, lost = null, stopped = false;

  function body() { return new URLSearchParams(new FormData(form)).toString(); }
  var saved = body();

  function tell(text) { if (told.textContent !== text) told.textContent = text; }

  function later(pause) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, pause);
  }

  // Sends what is in the form. What may or may not have arrived is sent again unchanged first: the service takes
  // the same text twice, so that a lost answer is no conflict.
  function save() {
    if (sending || stopped) return;
    var sent = lost || body();
    if (sent === saved) return;
    clearTimeout(timer);
    sending = true;
    tell(form.dataset.saving);
    fetch(form.action, {
      method: "POST", body: sent, credentials: "same-origin",
      // A tab that is closed must not take the text along; browsers finish up to 64 KiB for it.
      keepalive: sent.length < 60000,
      headers: { "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true", "Accept": "application/json" }
    }).then(function (answer) {
      lost = null;
      if (answer.ok) return answer.json().then(function (done) { arrived(done, sent); });
      if (answer.status === 412) return answer.text().then(conflict);
      if (answer.status >= 500 || answer.status === 429) { lost = sent; tell(form.dataset.offline); return later(RETRY); }
      return answer.json().then(function (problem) {
        stopped = answer.status === 409;
        tell(form.dataset.refused + " " + problem.detail);
      });
    }).catch(function () {
      lost = sent;
      tell(form.dataset.offline);
      later(RETRY);
    }).finally(function () {
      sending = false;
      if (!stopped && !lost && body() !== saved && told.textContent.indexOf(form.dataset.refused) !== 0) later(PAUSE);
    });
  }

  function arrived(done, sent) {
    version.value = String(done.version);
    saved = body();
    // What was typed while the answer was on its way is not saved yet.
    var then = new URLSearchParams(sent);
    then.set("_version", String(done.version));
    if (then.toString() !== saved) saved = then.toString();
    Object.keys(done.levels).forEach(function (code) {
      var place = form.querySelector('[data-level="' + code + '"]');
      if (place) place.textContent = done.levels[code];
    });
    tell(done.status);
    if (body() === saved) form.dispatchEvent(new CustomEvent("draft-saved", { bubbles: true }));
  }

  // Another tab saved in between: both texts are shown, and nothing more is saved before the person chose.
  function conflict(html) {
    stopped = true;
    var place = document.getElementById("conflict-place");
    place.innerHTML = html;
    var panel = document.getElementById("conflict");
    if (panel) {
      version.value = panel.dataset.version;
      panel.focus();
      panel.scrollIntoView({ block: "start" });
    }
    tell(form.dataset.stale);
  }

  function count() {
    var rated = 0;
    form.querySelectorAll("[data-rate]").forEach(function (group) {
      var field = group.querySelector("input:checked, input[type=number]");
      if (field && (field.type !== "number" || field.value !== "")) rated += 1;
    });
    form.querySelector("[data-rated]").textContent = String(rated);
  }

  form.addEventListener("input", function () {
    count();
    if (!stopped) { if (!lost) tell(form.dataset.changed); later(lost ? RETRY : PAUSE); }
  });
  form.addEventListener("submit", function () { stopped = true; clearTimeout(timer); });
  window.addEventListener("online", function () { later(0); });
  // The last moment at which a closing tab may still send.
  document.addEventListener("visibilitychange", function () { if (document.hidden) save(); });
  window.addEventListener("pagehide", save);

  // 1 to 5 choose a level while a group of levels has the focus, 0 says "not observed"; Ctrl+Enter goes on.
  form.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".sticky-actions [value=review]"));
      return;
    }
    var group = event.target.closest("fieldset[data-rate]");
    if (!group || event.target.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey) return;
    var wanted = event.key === "0" && group.classList.contains("anchors") ? "not_observed" : event.key;
    var radio = Array.prototype.find.call(group.querySelectorAll("input[type=radio]"), function (one) { return one.value === wanted; });
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.focus();
    radio.dispatchEvent(new Event("input", { bubbles: true }));
  });
  count();
})();
