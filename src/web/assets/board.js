// Dragging a card to another stage: fills in and sends the form of the card's "Move to…" menu. A refused move comes
// back as the board with every reason.
(function () {
  "use strict";
  var board = document.querySelector("[data-board]");
  if (!board) return;
  var dragged = null;

  function column(event) {
    return event.target.closest ? event.target.closest("[data-to]") : null;
  }
  function unmark() {
    board.querySelectorAll(".is-over").forEach(function (one) { one.classList.remove("is-over"); });
  }

  board.addEventListener("dragstart", function (event) {
    dragged = event.target.closest("[data-card]");
    if (!dragged) return;
    dragged.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.card);
  });
  board.addEventListener("dragend", function () {
    if (dragged) dragged.classList.remove("is-dragged");
    dragged = null;
    unmark();
  });
  board.addEventListener("dragover", function (event) {
    var over = column(event);
    if (!dragged || !over || over.contains(dragged)) return;
    event.preventDefault();
    unmark();
    over.classList.add("is-over");
  });
  board.addEventListener("drop", function (event) {
    var over = column(event);
    var form = dragged && dragged.querySelector("form");
    if (!over || !form || over.contains(dragged)) return;
    event.preventDefault();
    var to = document.createElement("input");
    to.type = "hidden";
    to.name = "to";
    to.value = over.dataset.to;
    form.append(to);
    form.submit();
  });
})();
