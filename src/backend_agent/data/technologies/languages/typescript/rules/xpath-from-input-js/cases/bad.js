const xpath = require("xpath");
function find(doc, id) {
  return xpath.select(`//a[@id="${id}"]`, doc); // expect: xpath-from-input-js
}
const expression = "//config/name[text()='" + req.params.name + "']";
const chosen = xpath.evaluate(expression, doc); // expect: xpath-from-input-js
