// On the page of another site: gives each frame of ours the height that its content says. Listens to this script's own origin only.
"use strict";
(function () {
  const origin = new URL(document.currentScript.src).origin;
  addEventListener("message", function (event) {
    if (event.origin !== origin || !event.data || event.data.ftgraph !== "height") return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === event.source) frame.style.height = Math.min(Math.max(event.data.height, 80), 5000) + "px";
    }
  });
})();
