swig.setDefaults({
  autoescape: false // expect: template-without-escaping
});
