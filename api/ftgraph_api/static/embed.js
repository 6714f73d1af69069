// In the frame: tells the page around it how tall the content is, whenever that changes.
"use strict";
function tell() {
  parent.postMessage({ ftgraph: "height", height: document.documentElement.scrollHeight }, "*");
}
new ResizeObserver(tell).observe(document.body);
