package a

func f(s string) { g(template.HTML(s)) } // expect: html-without-escaping
