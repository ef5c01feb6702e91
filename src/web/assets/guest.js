// Guests' forms: the running time of a work sample, and saving while one types. Without it, the buttons save and the
// page tells the time it was loaded at.
(function () {
  "use strict";

  // <section data-clock="1800">: counts down from the seconds that were left when the page came.
  var clock = document.querySelector("[data-clock]");
  if (clock) {
    var began = performance.now(), left = parseInt(clock.dataset.clock, 10);
    var shown = clock.querySelector("[data-clock-shown]"), fixed = clock.querySelector("[data-clock-fixed]");
    shown.hidden = false;
    if (fixed) fixed.hidden = true;
    var tick = function () {
      var seconds = Math.ceil(left - (performance.now() - began) / 1000);
      clock.classList.toggle("is-short", seconds <= 300);
      if (seconds <= 0) {
        shown.textContent = shown.dataset.over;
        return;
      }
      shown.textContent = seconds > 120
        ? shown.dataset.minutes.replace("{}", String(Math.ceil(seconds / 60)))
        : shown.dataset.seconds.replace("{}", String(seconds));
      setTimeout(tick, seconds > 121 ? 5000 : 1000);
    };
    tick();
  }

  var form = document.querySelector("form[data-saves]");
  if (!form) return;
  var PAUSE = 1500, RETRY = 5000;
  var told = document.getElementById("save-state");
  var version = form.elements._version;
  var timer = 0, sending = false, stopped = false;

  // Hidden names such as the version change by saving; only what one types counts as a change.
  function typed() {
    var fields = new FormData(form);
    fields.delete("_version");
    return new URLSearchParams(fields).toString();
  }
  var saved = typed();

  function later(pause) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, pause);
  }

  function save() {
    var now = typed();
    if (sending || stopped || now === saved) return;
    sending = true;
    told.textContent = form.dataset.saving;
    fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin",
      headers: { "HX-Request": "true", "Accept": "application/json" }
    }).then(function (answer) {
      if (answer.ok) return answer.json().then(function (done) {
        saved = now;
        if (version && done.version) version.value = String(done.version);
        told.textContent = done.status;
        if (typed() === saved) form.dispatchEvent(new CustomEvent("draft-saved", { bubbles: true }));
        else later(PAUSE);
      });
      if (answer.status >= 500 || answer.status === 429) throw new Error("later");
      // Saving by the button shows what stands in the way, and keeps what was typed.
      stopped = true;
      told.textContent = answer.status === 412 && form.dataset.stale ? form.dataset.stale : form.dataset.refused;
    }).catch(function () {
      told.textContent = form.dataset.offline;
      later(RETRY);
    }).finally(function () { sending = false; });
  }

  form.addEventListener("input", function () {
    if (stopped) return;
    told.textContent = form.dataset.changed;
    later(PAUSE);
  });
  form.addEventListener("submit", function () { stopped = true; clearTimeout(timer); });
  window.addEventListener("online", function () { later(0); });
  document.addEventListener("visibilitychange", function () { if (document.hidden) save(); });
})();
