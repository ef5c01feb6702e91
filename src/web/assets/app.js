// What pages gain with a script: counts while typing, questions before harm, menus that close, rows that are added.
// Nothing here is needed: every form works without it.
(function () {
  "use strict";

  function each(root, selector, act) {
    if (root.matches && root.matches(selector)) act(root);
    root.querySelectorAll(selector).forEach(act);
  }

  // <textarea data-count-min="40">: says how much is written of what is needed.
  function count(area) {
    if (area.dataset.counted) return;
    area.dataset.counted = "yes";
    var least = parseInt(area.dataset.countMin, 10);
    var told = document.createElement("div");
    told.className = "count";
    told.setAttribute("aria-hidden", "true");
    area.insertAdjacentElement("afterend", told);
    function tell() {
      var length = area.value.trim().length;
      told.textContent = length + " / " + least;
      told.classList.toggle("count-enough", length >= least);
    }
    area.addEventListener("input", tell);
    tell();
  }

  // <form data-confirm="…">: asks before harm. Without a script, a page asks.
  document.addEventListener("submit", function (event) {
    var asker = event.submitter && event.submitter.dataset.confirm ? event.submitter : event.target;
    var question = asker.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });

  // <input type="file" data-max-bytes="8000000" data-too-large="…">: says so before anything is sent.
  document.addEventListener("change", function (event) {
    var field = event.target, most = field.dataset && Number(field.dataset.maxBytes);
    if (!most) return;
    var large = Array.prototype.some.call(field.files, function (file) { return file.size > most; });
    field.setCustomValidity(large ? field.dataset.tooLarge : "");
    if (large) field.reportValidity();
  });

  // <form data-busy="…">: says that something is on its way, and sends it once.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.dataset.busy || event.defaultPrevented) return;
    if (form.querySelector(".busy")) return event.preventDefault();
    var told = document.createElement("p");
    told.className = "busy";
    told.setAttribute("role", "status");
    told.textContent = form.dataset.busy;
    told.appendChild(document.createElement("progress"));
    form.appendChild(told);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-busy] > .busy").forEach(function (told) { told.remove(); });
  });

  // A blocked button stays where it is and says why.
  document.addEventListener("click", function (event) {
    var blocked = event.target.closest("[aria-disabled=true]");
    if (blocked) event.preventDefault();
    document.querySelectorAll("details.user-menu[open], details.nav-fold[open], details.row-menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.user-menu[open], details.nav-fold[open], details.row-menu[open]").forEach(function (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });

  // <div data-rows>…<template>…__N__…</template><button data-add-row></div>: one more row of a list.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-add-row]");
    if (!button) return;
    var rows = button.closest("[data-rows]");
    var template = rows.querySelector("template");
    var n = parseInt(rows.dataset.next, 10);
    rows.dataset.next = String(n + 1);
    var holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.split("__N__").join(String(n));
    var row = holder.firstElementChild;
    template.insertAdjacentElement("beforebegin", row);
    ready(row);
    var first = row.querySelector("input:not([type=hidden]), textarea, select");
    if (first) first.focus();
  });

  // Nothing typed is lost by leaving in a hurry.
  var typed = new Set();
  document.addEventListener("input", function (event) {
    var form = event.target.closest("form[data-keep]");
    if (form) typed.add(form);
  });
  document.addEventListener("submit", function (event) { typed.delete(event.target); });
  document.addEventListener("draft-saved", function (event) { typed.delete(event.target.closest("form")); });
  window.addEventListener("beforeunload", function (event) {
    if (typed.size) { event.preventDefault(); event.returnValue = ""; }
  });

  // What scrolls sideways can be scrolled by keyboard; what fits is no stop on the way.
  var scrolled = window.ResizeObserver && new ResizeObserver(function (all) {
    all.forEach(function (entry) {
      var one = entry.target;
      if (one.scrollWidth > one.clientWidth) one.tabIndex = 0; else one.removeAttribute("tabindex");
    });
  });

  function ready(root) {
    if (scrolled) each(root, ".table-wrap, .chart-body, .stages", function (one) { scrolled.observe(one); });
    each(root, "textarea[data-count-min]", count);
    each(root, "[data-needs-script]", function (one) { one.hidden = false; });
    each(root, "form[data-sends-itself] select, form[data-sends-itself] input", function (one) {
      one.addEventListener("change", function () { one.form.requestSubmit(); });
    });
  }
  ready(document.body || document.documentElement);
  document.addEventListener("htmx:after:swap", function (event) { ready(event.target); });

  var trouble = document.getElementById("trouble");
  if (trouble) trouble.focus({ preventScroll: false });
})();
