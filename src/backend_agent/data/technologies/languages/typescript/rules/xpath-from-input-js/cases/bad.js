const xpath = require("xpath");
function find(doc, id) {
  return xpath.select(`//a[@id="${id}"]`, doc); // expect: xpath-from-input-js
}
