swig.setDefaults({
  // autoescape: false
  autoescape: true
});
