package a

var x = template.HTML("<b>fixed</b>")
